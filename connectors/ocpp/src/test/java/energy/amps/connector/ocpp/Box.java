package energy.amps.connector.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.DialedSession;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Station;
import energy.amps.connector.Switchboard;
import energy.amps.device.DeviceId;
import energy.amps.device.EvChargerState;
import energy.amps.device.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A charge point and the platform around its session, in memory. What it is asked it answers by a script, at once and on its own
 * thread; what it says is heard by the caller's. Work beside is done on threads that {@link #settle} waits for.
 */
final class Box implements Station, Switchboard, AutoCloseable {
    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    /** Says nothing, for as long as it is asked. */
    static final Function<JsonNode, String> SILENT = payload -> "";

    private final OcppConnector connector;
    private final OcppVersion version;
    private final Map<String, Function<JsonNode, String>> script = new ConcurrentHashMap<>();
    private final List<Frame.Call> asked = new CopyOnWriteArrayList<>();
    private final List<Frame> answers = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<ReadOutcome.Reading> readings = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Phaser works = new Phaser(1);
    private ConnectorState state;
    private boolean introduced;
    private boolean claimedByAnother;
    private volatile boolean closed;
    private volatile @Nullable DialedSession session;
    private int messages;

    Box(OcppVersion version) {
        this.version = version;
        this.connector = new OcppConnector(Duration.ofMillis(300));
        connector.reachThrough(this);
        this.state = connector.expected("station_1").initialState();
        for (String action : List.of(
                "SetChargingProfile",
                "ClearChargingProfile",
                "RemoteStartTransaction",
                "RemoteStopTransaction",
                "RequestStartTransaction",
                "RequestStopTransaction",
                "TriggerMessage",
                "ChangeConfiguration")) {
            answer(action, "{\"status\":\"Accepted\"}");
        }
        answer("GetConfiguration", "{}");
        script.put("SetVariables", payload -> results(payload, "setVariableData", "setVariableResult", ""));
        script.put(
                "GetVariables",
                payload -> results(payload, "getVariableData", "getVariableResult", ",\"attributeValue\":\"A,W\""));
    }

    private static String results(JsonNode payload, String asked, String answered, String more) {
        List<String> results = new ArrayList<>();
        payload.path(asked)
                .forEach(entry -> results.add("{\"attributeStatus\":\"Accepted\",\"component\":"
                        + entry.get("component") + ",\"variable\":" + entry.get("variable") + more + "}"));
        return "{\"" + answered + "\":[" + String.join(",", results) + "]}";
    }

    /** From now on it answers so. */
    void answer(String action, String json) {
        script.put(action, payload -> json);
    }

    void answer(String action, Function<JsonNode, String> by) {
        script.put(action, by);
    }

    void belongsToAnother() {
        claimedByAnother = true;
    }

    OcppConnector connector() {
        return connector;
    }

    /** Opens a socket; whatever it had before is closed. */
    void dial() {
        DialedSession before = session;
        if (before != null) {
            before.closed();
        }
        closed = false;
        session = connector.open(this, version.subprotocol());
    }

    void hangUp() {
        Objects.requireNonNull(session).closed();
        session = null;
    }

    /** Dials and boots. */
    void boot() {
        dial();
        if (version == OcppVersion.V1_6) {
            say("BootNotification", "{\"chargePointVendor\":\"ACME\",\"chargePointModel\":\"Wall 11\"}");
        } else {
            say(
                    "BootNotification",
                    "{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"ACME\",\"model\":\"Wall 11\"}}");
        }
        settle();
        asked.clear();
    }

    /** Says something, and gives the answer. */
    Frame say(String action, String payload) {
        String id = "m" + ++messages;
        sayRaw("[2,\"" + id + "\",\"" + action + "\"," + payload + "]");
        return answers.getLast();
    }

    /** The same, to be answered with a result. */
    JsonNode told(String action, String payload) {
        Frame frame = say(action, payload);
        assertThat(frame).as(action).isInstanceOf(Frame.Result.class);
        settle();
        return ((Frame.Result) frame).payload();
    }

    void sayRaw(String text) {
        Objects.requireNonNull(session).received(text);
    }

    /** Waits until nothing is under way. */
    void settle() {
        works.arriveAndAwaitAdvance();
    }

    /** What it was asked since the last look, as {@code action} and payload. */
    List<Frame.Call> asked() {
        List<Frame.Call> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    List<String> actionsAsked() {
        return asked().stream().map(Frame.Call::action).toList();
    }

    List<Frame> answers() {
        return answers;
    }

    List<String> complaints() {
        return complaints;
    }

    List<ReadOutcome.Reading> readings() {
        return readings;
    }

    boolean isClosed() {
        return closed;
    }

    Memory memory() {
        return Memory.of(device().state());
    }

    EvChargerState shown() {
        return (EvChargerState) ((ReadOutcome.Reading) connector.read(device())).state();
    }

    @Override
    public synchronized LinkedDevice device() {
        return new LinkedDevice(
                new DeviceId("device_1"), Family.EV_CHARGER, "OCPP charger", Optional.empty(), state, now());
    }

    @Override
    public String identity() {
        return "CP1";
    }

    @Override
    public Instant now() {
        return START;
    }

    @Override
    public boolean isIntroduced() {
        return introduced;
    }

    @Override
    public boolean introduce(String model) {
        assertThat(model).isEqualTo("ACME Wall 11");
        introduced = !claimedByAnother;
        return introduced;
    }

    @Override
    public synchronized ConnectorState remember(StateChange change) {
        state = change.from(state);
        return state;
    }

    @Override
    public void saw(ReadOutcome.Reading reading) {
        readings.add(reading);
    }

    @Override
    public void send(String text) {
        Frame frame = Frame.of(text);
        if (frame instanceof Frame.Call call) {
            asked.add(call);
            DialedSession asking = Objects.requireNonNull(session);
            later(() -> {
                String answer = Objects.requireNonNull(script.get(call.action()), call.action())
                        .apply(call.payload());
                if (answer.startsWith("{")) {
                    asking.received("[3,\"" + call.id() + "\"," + answer + "]");
                } else if (!answer.isEmpty()) {
                    asking.received("[4,\"" + call.id() + "\",\"" + answer + "\",\"\",{}]");
                }
            });
        } else {
            answers.add(frame);
        }
    }

    @Override
    public void close(String reason) {
        closed = true;
        Objects.requireNonNull(session).closed();
    }

    @Override
    public void later(Runnable work) {
        works.register();
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                works.arriveAndDeregister();
            }
        });
    }

    @Override
    public void complain(String what) {
        complaints.add(what);
    }

    @Override
    public Optional<Line> line(DeviceId device) {
        return Optional.ofNullable(session).map(open -> open::ask);
    }

    @Override
    public void close() {
        DialedSession open = session;
        if (open != null) {
            open.closed();
        }
        threads.close();
    }
}
