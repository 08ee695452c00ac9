package energy.amps.server.user;

import energy.amps.device.DeviceId;
import energy.amps.server.store.Tenant;
import java.util.List;

/** Whether those who listen have been told that devices are gone. Asked every now and then, from any node. */
@FunctionalInterface
public interface Farewell {

    /** Whether whoever listens got the {@code device.disconnected} of each of these devices, or it was given up. */
    boolean isSaid(Tenant tenant, List<DeviceId> devices);
}
