package energy.amps.connector;

import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A device as its connector meets it, at one instant.
 *
 * @param id the platform's id of it
 * @param family its family
 * @param model the vendor's name of the model
 * @param plantZone the zone of its plant, where known
 * @param state what the connector remembered of it
 * @param now the tenant's time of this call
 * @param account the account that it is reached through, with what opens it, in every call that may go to the vendor; empty for a
 *     device that needs none, and where no vendor is called ({@link Connector#capabilities}, {@link Connector#verify})
 * @param neighbours the devices of the same account that it {@linkplain DiscoveredDevice#sees sees}, in id order
 */
public record LinkedDevice(
        DeviceId id,
        Family family,
        String model,
        Optional<ZoneId> plantZone,
        ConnectorState state,
        Instant now,
        Optional<Account> account,
        List<Neighbour> neighbours) {

    /** Copies the neighbours. */
    public LinkedDevice {
        neighbours = List.copyOf(neighbours);
    }

    /** A device that is met alone. */
    public LinkedDevice(
            DeviceId id, Family family, String model, Optional<ZoneId> plantZone, ConnectorState state, Instant now) {
        this(id, family, model, plantZone, state, now, Optional.empty(), List.of());
    }

    /** A device that needs no account to be reached, beside its neighbours. */
    public LinkedDevice(
            DeviceId id,
            Family family,
            String model,
            Optional<ZoneId> plantZone,
            ConnectorState state,
            Instant now,
            List<Neighbour> neighbours) {
        this(id, family, model, plantZone, state, now, Optional.empty(), neighbours);
    }
}
