package energy.amps.connector;

import energy.amps.device.Family;
import java.util.Set;

/**
 * A device that an account holds, before it is linked.
 *
 * @param externalId the vendor's own name of it, unique within the account; a second linking finds the device again by it
 * @param model the vendor's name of the model
 * @param family its family
 * @param initialState what the connector wants remembered of it from the start
 * @param sees the families of the same account whose devices the connector wants beside this one when it is read
 */
public record DiscoveredDevice(
        String externalId, String model, Family family, ConnectorState initialState, Set<Family> sees) {

    /** Copies the families. */
    public DiscoveredDevice {
        sees = Set.copyOf(sees);
    }

    /** A device that is read by itself. */
    public DiscoveredDevice(String externalId, String model, Family family, ConnectorState initialState) {
        this(externalId, model, family, initialState, Set.of());
    }
}
