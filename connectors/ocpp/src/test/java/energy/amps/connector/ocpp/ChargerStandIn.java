package energy.amps.connector.ocpp;

import energy.amps.testkit.conformance.Fault;
import energy.amps.testkit.conformance.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A charger with a vehicle on its cable, as the specification has it. It shares no code with the connector, and forgives it
 * nothing: an error in answer to what it says ends the test. What it does by itself, it does in {@link #tick}. Used by one
 * thread at a time, but for {@link #play} and {@link #tally}.
 */
abstract class ChargerStandIn {
    /** How it says in its own words that it is broken. */
    static final String OWN_WORDS = "E4711";

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final String ACCEPTED = "{\"status\":\"Accepted\"}";
    static final String REJECTED = "{\"status\":\"Rejected\"}";

    private static final Set<String> WRITES = Set.of(
            "SetChargingProfile",
            "ClearChargingProfile",
            "RemoteStartTransaction",
            "RemoteStopTransaction",
            "RequestStartTransaction",
            "RequestStopTransaction");
    /** The vehicle takes 32 A on one phase, and at least 6 A. */
    private static final double MOST_WATTS = 7360;

    private static final double LEAST_WATTS = 1380;
    private static final Duration LATE = Duration.ofMillis(40);

    private final Supplier<Instant> clock;
    private final Deque<String> outbox = new ArrayDeque<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private volatile Optional<Fault> fault = Optional.empty();
    private Optional<Consumer<String>> line = Optional.empty();
    private Optional<Double> comingLimit = Optional.empty();
    private Optional<Double> sessionLimit = Optional.empty();
    private double wattHours = 1_204_000;
    private boolean charging;
    private boolean starting;
    private boolean stopping;
    private boolean ended;
    private boolean asksForStatus;
    private String shown = "";
    private String asking = "";
    private int messages;

    /**
     * A charger.
     *
     * @param clock the instant, as it learns it by heartbeats
     * @param charging whether somebody has begun a session with a card
     */
    ChargerStandIn(Supplier<Instant> clock, boolean charging) {
        this.clock = clock;
        this.starting = charging;
    }

    /** What it is, to whom it dials in. */
    abstract String boot();

    /** What it says of a vehicle without a session, which had one or not. */
    abstract void sayWaiting(boolean hadSession);

    abstract void sayStarted();

    abstract void sayFlow(boolean flows);

    abstract void sayMeter();

    abstract void sayEnded();

    /** Its own message was answered. */
    abstract void heard(String action, JsonNode answer);

    /** The answer to a message, once it has done what it says. */
    abstract String obey(String action, JsonNode payload);

    /** It dials in. */
    final void connect(Consumer<String> wire) {
        line = Optional.of(wire);
        shown = "";
        asking = "";
        if (messages == 0) {
            say("BootNotification", boot());
        }
        next();
        tick();
    }

    final void hangUp() {
        line = Optional.empty();
    }

    final void play(Optional<Fault> next) {
        fault = next;
    }

    final Tally tally() {
        return new Tally(calls.get(), writes.get());
    }

    /** Somebody at the charger lifts every limit. */
    final void liftLimits() {
        comingLimit = Optional.empty();
        sessionLimit = Optional.empty();
    }

    /** What it was told takes effect, and it says so. */
    final void tick() {
        if (stopping) {
            stopping = false;
            charging = false;
            ended = true;
            sessionLimit = Optional.empty();
            sayEnded();
        }
        if (starting) {
            starting = false;
            charging = true;
            ended = false;
            sayWaiting(false);
            sayStarted();
        }
        String now = charging ? "session, flowing " + (watts() > 0) : "waiting, after a session " + ended;
        if (!now.equals(shown)) {
            shown = now;
            sayStatus();
        }
    }

    /** So much time goes by; the meter counts, and tells. */
    final void elapse(Duration time) {
        wattHours += watts() * time.toSeconds() / 3600.0;
        if (charging) {
            sayMeter();
        }
    }

    private void sayStatus() {
        if (charging) {
            sayFlow(watts() > 0);
            sayMeter();
        } else {
            sayWaiting(ended);
        }
    }

    final Instant now() {
        return clock.get();
    }

    final long wattHours() {
        return Math.round(wattHours);
    }

    final long watts() {
        double most = Math.min(MOST_WATTS, sessionLimit.or(() -> comingLimit).orElse(MOST_WATTS));
        return charging && most >= LEAST_WATTS ? Math.round(most) : 0;
    }

    final boolean isCharging() {
        return charging;
    }

    final String start(Optional<Double> limit) {
        if (charging || starting) {
            return REJECTED;
        }
        starting = true;
        sessionLimit = limit;
        return ACCEPTED;
    }

    final String stop(boolean known) {
        stopping = charging && known;
        return stopping ? ACCEPTED : REJECTED;
    }

    final String limitComing(double watts) {
        comingLimit = Optional.of(watts);
        return ACCEPTED;
    }

    final String limitSession(boolean known, double watts) {
        if (charging && known) {
            sessionLimit = Optional.of(watts);
        }
        return charging && known ? ACCEPTED : REJECTED;
    }

    final String clearComing() {
        boolean there = comingLimit.isPresent();
        comingLimit = Optional.empty();
        return there ? ACCEPTED : "{\"status\":\"Unknown\"}";
    }

    final String clearSession() {
        boolean there = sessionLimit.isPresent();
        sessionLimit = Optional.empty();
        return there ? ACCEPTED : "{\"status\":\"Unknown\"}";
    }

    final String status() {
        asksForStatus = true;
        return ACCEPTED;
    }

    /** Says something, when what it said before is answered. */
    final void say(String action, String payload) {
        outbox.add("\"" + action + "\"," + payload);
        next();
    }

    private void next() {
        if (line.isPresent() && asking.isEmpty() && !outbox.isEmpty()) {
            String message = outbox.remove();
            asking = message.substring(1, message.indexOf('"', 1));
            messages++;
            send("[2,\"m" + messages + "\"," + message + "]");
        }
    }

    private void send(String text) {
        line.ifPresent(wire -> wire.accept(text));
    }

    /** Something came. */
    final void receive(String text) {
        JsonNode frame = JSON.readTree(text);
        String id = frame.get(1).stringValue();
        switch (frame.get(0).intValue()) {
            case 2 -> asked(id, frame.get(2).stringValue(), frame.get(3));
            case 3 -> {
                String action = asking;
                asking = "";
                heard(action, frame.get(2));
                next();
            }
            default -> {
                if (!id.equals("-1")) {
                    throw new IllegalStateException(asking + " is answered with " + text);
                }
            }
        }
    }

    private void asked(String id, String action, JsonNode payload) {
        calls.incrementAndGet();
        boolean write = WRITES.contains(action);
        if (write) {
            writes.incrementAndGet();
        }
        Optional<Fault> played = write ? fault : Optional.empty();
        if (played.isEmpty()) {
            result(id, obey(action, payload));
        } else {
            switch (played.get()) {
                case IGNORED -> result(id, ACCEPTED);
                case ANSWER_LOST -> obey(action, payload);
                case SILENT -> {}
                case REFUSED -> refuse(id, action);
                case SLOW -> {
                    LockSupport.parkNanos(LATE.toNanos());
                    result(id, obey(action, payload));
                }
                case GARBAGE -> {
                    obey(action, payload);
                    send("[3,\"" + id + "\",{\"status\":");
                }
                default -> throw new IllegalStateException("a charger has no " + played.get());
            }
        }
    }

    private void refuse(String id, String action) {
        if (action.equals("SetChargingProfile")) {
            result(id, REJECTED);
        } else {
            send("[4,\"" + id + "\",\"InternalError\",\"" + OWN_WORDS + " contactor\",{}]");
        }
    }

    private void result(String id, String payload) {
        send("[3,\"" + id + "\"," + payload + "]");
        if (asksForStatus) {
            asksForStatus = false;
            sayStatus();
        }
    }
}
