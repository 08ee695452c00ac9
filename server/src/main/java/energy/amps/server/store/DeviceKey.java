package energy.amps.server.store;

import energy.amps.device.DeviceId;
import java.util.Comparator;

/**
 * A device with its tenant: what a lock is taken on.
 *
 * @param tenant whose
 * @param device which
 */
public record DeviceKey(Tenant tenant, DeviceId device) {
    /** The one order in which several devices are locked, so that two transactions never wait for each other. */
    public static final Comparator<DeviceKey> LOCK_ORDER = Comparator.comparing(
                    (DeviceKey key) -> key.tenant().customer().value())
            .thenComparing(key -> key.device().value());
}
