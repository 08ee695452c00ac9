package energy.amps.testkit.toy;

import energy.amps.connector.Metered.Operation;
import energy.amps.testkit.conformance.Fault;
import energy.amps.testkit.conformance.Tally;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A vendor in memory: two batteries, a key, a timer that ends windows, and a dead man's switch. Thread-safe. */
public final class ToyVendor {
    public static final String KEY = "toy-key-7Q2xV9";
    public static final String UNTOUCHED = "auto.balanced";

    /** A device drops what it was told unless it is told again within so much. */
    private static final Duration DEAD_MAN = Duration.ofMinutes(10);

    private static final int CLIENT_TIMEOUT_MILLIS = 50;

    /** The vendor, or the way to it, gave no good answer. */
    public static final class Trouble extends Exception {
        private static final long serialVersionUID = 1L;

        /** Tells it in the words of the vendor, or as {@code timeout}. */
        Trouble(String words) {
            super(words);
        }
    }

    /** What a device was told. */
    private record Told(String instruction, Instant ends) {}

    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private final Map<String, Map<String, BigDecimal>> settings = new ConcurrentHashMap<>();
    private final Map<Operation, Fault> faults = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private volatile boolean scheduler;
    private volatile Instant now;

    ToyVendor(Instant now) {
        this.now = now;
    }

    /** The device in lines of {@code name=value}. */
    public String get(String key, String device) throws Trouble, InterruptedException {
        calls.incrementAndGet();
        Fault fault = faults.get(Operation.READ);
        fail(fault, key);
        Map<String, String> shown = new TreeMap<>();
        shown.put("instruction", standing(device));
        shown.put("scheduler", String.valueOf(scheduler));
        settings.getOrDefault(device, Map.of())
                .forEach((name, value) -> shown.put("set." + name, value.toPlainString()));
        StringBuilder text = new StringBuilder();
        shown.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return answer(fault, text.toString());
    }

    private String standing(String device) {
        Told standing = told.get(device);
        return standing == null || !standing.ends().isAfter(now) ? UNTOUCHED : standing.instruction();
    }

    public String put(String key, String device, String instruction, Optional<Instant> until, boolean clear)
            throws Trouble, InterruptedException {
        calls.incrementAndGet();
        writes.incrementAndGet();
        Fault fault = faults.get(Operation.APPLY);
        fail(fault, key);
        if (scheduler && !clear) {
            throw new Trouble("E423");
        }
        scheduler = false;
        Instant lapses = now.plus(DEAD_MAN);
        if (fault != Fault.IGNORED) {
            told.put(device, new Told(instruction, until.filter(lapses::isAfter).orElse(lapses)));
        }
        return answer(fault, "ok");
    }

    public String set(String key, String device, Map<String, BigDecimal> values) throws Trouble, InterruptedException {
        calls.incrementAndGet();
        writes.incrementAndGet();
        Fault fault = faults.get(Operation.CONFIGURE);
        fail(fault, key);
        if (scheduler) {
            throw new Trouble("E423");
        }
        if (fault != Fault.IGNORED) {
            settings.computeIfAbsent(device, any -> new ConcurrentHashMap<>()).putAll(values);
        }
        return answer(fault, "ok");
    }

    /** What comes before anything is done. */
    private void fail(Fault fault, String key) throws Trouble, InterruptedException {
        if (!key.equals(KEY)) {
            throw new Trouble("E401");
        }
        if (fault != null) {
            switch (fault) {
                case SILENT -> silence();
                case REFUSED -> throw new Trouble("E409");
                case OFFLINE -> throw new Trouble("E404");
                case UNAVAILABLE -> throw new Trouble("E503");
                case CREDENTIALS_EXPIRED -> throw new Trouble("E401");
                case QUOTA_GONE -> throw new Trouble("E429");
                case IGNORED, ANSWER_LOST, SLOW, GARBAGE, SCHEDULER, DISPLACED -> {}
            }
        }
    }

    private String answer(Fault fault, String good) throws Trouble, InterruptedException {
        if (fault == Fault.ANSWER_LOST) {
            silence();
        }
        if (fault == Fault.SLOW && closed.await(1, TimeUnit.MILLISECONDS)) {
            throw new Trouble("closed");
        }
        return fault == Fault.GARBAGE ? "%%" : good;
    }

    /** Until the client's own patience ends; the connector need not wait for the platform's. */
    private void silence() throws Trouble, InterruptedException {
        closed.await(CLIENT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        throw new Trouble("timeout");
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void play(Fault fault, Operation during) {
        switch (fault) {
            case SCHEDULER -> scheduler = true;
            case DISPLACED -> told.clear();
            default -> faults.put(during, fault);
        }
    }

    void behave() {
        faults.clear();
        scheduler = false;
    }

    Tally tally() {
        return new Tally(calls.get(), writes.get());
    }

    void close() {
        closed.countDown();
    }

    /** Returns when the vendor is closed, whatever happens meanwhile. */
    public void awaitClose() {
        while (true) {
            try {
                closed.await();
                return;
            } catch (InterruptedException ignored) {
                // That is what is wrong with whoever calls this.
            }
        }
    }
}
