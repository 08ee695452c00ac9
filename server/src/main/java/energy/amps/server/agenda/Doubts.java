package energy.amps.server.agenda;

import energy.amps.server.store.DeviceKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What this node may hold without knowing it: the database was lost before it said whether it had committed. Nobody else
 * looks after such rows while this node lives. Thread-safe.
 */
final class Doubts {
    private final Set<DeviceKey> devices = new LinkedHashSet<>();
    private boolean everything;

    /**
     * What is to be given up.
     *
     * @param everything whether all that this node holds is
     * @param devices whose rows are, else
     */
    record Open(boolean everything, Set<DeviceKey> devices) {
        boolean isEmpty() {
            return !everything && devices.isEmpty();
        }
    }

    synchronized void about(Collection<DeviceKey> more) {
        devices.addAll(more);
    }

    synchronized void aboutEverything() {
        everything = true;
    }

    synchronized Open open() {
        return new Open(everything, Set.copyOf(devices));
    }

    /** These are settled; what has come since is not. */
    synchronized void settled(Open those) {
        devices.removeAll(those.devices());
        everything = everything && !those.everything();
    }
}
