package energy.amps.testkit.conformance;

import energy.amps.connector.Account;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.device.DeviceId;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A device of a rig, as if it had just been linked.
 *
 * @param id the platform's id of it
 * @param found the device as the connector discovered it
 * @param zone the zone of its plant, where known
 * @param account the account that it is reached through; empty for a device that needs none
 */
public record RigDevice(DeviceId id, DiscoveredDevice found, Optional<ZoneId> zone, Optional<Account> account) {

    /** A discovered device that needs no account. */
    public static RigDevice of(DiscoveredDevice found) {
        return new RigDevice(
                new DeviceId("device_" + found.externalId().replaceAll("[^A-Za-z0-9_-]", "_")),
                found,
                Optional.empty(),
                Optional.empty());
    }

    /** The same, reached through an account. */
    public RigDevice through(Account account) {
        return new RigDevice(id, found, zone, Optional.of(account));
    }

    /** The same in a zone. */
    public RigDevice in(ZoneId zone) {
        return new RigDevice(id, found, Optional.of(zone), account);
    }

    /** For the names of checks. */
    String title() {
        return found.family().wire() + " " + found.model();
    }
}
