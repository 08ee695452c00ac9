package energy.amps.server.link;

import energy.amps.connector.Secret;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.store.LinkId;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The linking of an account, as the API shows it.
 *
 * @param id its id
 * @param state where it stands
 * @param vendor whose account
 * @param user whose devices they are, or will be
 * @param devices those that were linked, or can be chosen; none while the account is not open
 * @param createdAt when its credentials came
 * @param lapsesAt when it is no longer to be found, unless it is linked before
 * @param pairingUrl what a device that dials in has to dial; a secret, shown once
 */
public record Link(
        LinkId id,
        LinkState state,
        String vendor,
        UserId user,
        List<Device> devices,
        Instant createdAt,
        Optional<Instant> lapsesAt,
        Optional<Secret> pairingUrl) {

    /** Copies the devices. */
    public Link {
        devices = List.copyOf(devices);
    }

    /** A link whose address, if it ever had one, is shown no more. */
    public Link(
            LinkId id,
            LinkState state,
            String vendor,
            UserId user,
            List<Device> devices,
            Instant createdAt,
            Optional<Instant> lapsesAt) {
        this(id, state, vendor, user, devices, createdAt, lapsesAt, Optional.empty());
    }

    /**
     * A device of the account.
     *
     * @param id its id, once it is linked
     * @param externalId the vendor's name of it, by which it is chosen
     * @param family its family
     * @param model the vendor's name of the model
     */
    public record Device(Optional<DeviceId> id, String externalId, Family family, String model) {}
}
