package energy.amps.standin.foxess;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are still to be played. Thread-safe. */
final class Script {
    private final List<Entry> entries = new ArrayList<>();

    private static final class Entry {
        private final String path;
        private final Fault fault;
        private int left;

        Entry(String path, Fault fault, int left) {
            this.path = path;
            this.fault = fault;
            this.left = left;
        }
    }

    synchronized void play(String path, Fault fault, int times) {
        entries.add(new Entry(path, fault, times));
    }

    synchronized void clear() {
        entries.clear();
    }

    /** The fault of a call to {@code path}, used up thereby. */
    synchronized Optional<Fault> next(String path) {
        for (Entry entry : entries) {
            if (path.endsWith(entry.path) && entry.left > 0) {
                entry.left--;
                return Optional.of(entry.fault);
            }
        }
        return Optional.empty();
    }
}
