package energy.amps.server.agenda;

import energy.amps.server.store.DeviceKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The devices that this node has calls under way for. Thread-safe. */
final class Busy {
    private final Map<DeviceKey, Integer> calls = new ConcurrentHashMap<>();

    void begin(DeviceKey device) {
        calls.merge(device, 1, Integer::sum);
    }

    void end(DeviceKey device) {
        calls.computeIfPresent(device, (key, n) -> n == 1 ? null : n - 1);
    }

    boolean isWith(Lease lease) {
        return calls.containsKey(lease.key().device());
    }
}
