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
     * What is in doubt.
     *
     * @param everything whether all that this node holds is
     * @param devices whose rows are, else
     */
    record Open(boolean everything, Set<DeviceKey> devices) {
        boolean isEmpty() {
            return !everything && devices.isEmpty();
        }

        boolean concerns(DeviceKey device) {
            return everything || devices.contains(device);
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

    /** These are settled but for some devices; what has come since is not. */
    synchronized void settled(Open those, Set<DeviceKey> butFor) {
        devices.removeAll(those.devices());
        devices.addAll(butFor);
        everything = everything && !those.everything();
    }
}
