package energy.amps.server.vendor;

import energy.amps.connector.Account;
import energy.amps.connector.Connector;
import energy.amps.connector.LinkedDevice;
import energy.amps.fault.FaultCode;
import energy.amps.server.credential.Materials;
import energy.amps.server.credential.SealedShut;
import energy.amps.server.store.DeviceKey;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gate to live vendors. Thread-safe. */
public final class Gatehouse implements Gate {
    private static final Logger log = LoggerFactory.getLogger(Gatehouse.class);

    private final Materials materials;

    /** @param materials has the accounts that devices are reached through */
    public Gatehouse(Materials materials) {
        this.materials = materials;
    }

    @Override
    public Passage ask(DeviceKey key, Connector connector, LinkedDevice device) {
        if (connector.profile().isSimulated()) {
            return new Passage.Open(device);
        }
        try {
            return new Passage.Open(with(device, materials.of(key).map(Materials.Opened::account)));
        } catch (SealedShut e) {
            log.error("{} cannot be reached: {}", key.device(), e.getMessage());
            return new Passage.Shut(
                    FaultCode.SERVICE_UNAVAILABLE, "The account of this device cannot be used at the moment.");
        }
    }

    private static LinkedDevice with(LinkedDevice device, Optional<Account> account) {
        return new LinkedDevice(
                device.id(),
                device.family(),
                device.model(),
                device.plantZone(),
                device.state(),
                device.now(),
                account,
                device.neighbours());
    }
}
