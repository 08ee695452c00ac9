package energy.amps.testkit.vendor;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which calls fail, and how. A device's own entry goes before the one for all. Thread-safe. */
final class Script {
    private static final String ALL = "*";

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /**
     * One fault to be played.
     *
     * @param fault which
     * @param times how often; 0 is until told otherwise
     * @param delay how long an answer is held back, where the fault does so
     */
    record Entry(Fault fault, int times, Duration delay) {}

    /** Plays {@code entry} for the calls of a device, or of all devices ({@code *}), from the next one on. */
    void play(Call call, String device, Entry entry) {
        entries.put(key(call, device), entry);
    }

    /** No more faults. */
    void clear() {
        entries.clear();
    }

    /** The fault for a call that has come in. */
    Optional<Entry> next(Call call, String device) {
        return take(key(call, device)).or(() -> take(key(call, ALL)));
    }

    private synchronized Optional<Entry> take(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.times() == 1) {
            entries.remove(key);
        } else if (entry.times() > 1) {
            entries.put(key, new Entry(entry.fault(), entry.times() - 1, entry.delay()));
        }
        return Optional.of(entry);
    }

    private static String key(Call call, String device) {
        return call.wire() + " " + device;
    }
}
