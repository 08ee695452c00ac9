package energy.amps.server.action;

import energy.amps.device.Family;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * What an action is for ever.
 *
 * @param id its id
 * @param device the device it is for
 * @param user whose device that is
 * @param key the API key that asked for it
 * @param family the device's family
 * @param createdAt when it was accepted
 * @param origin the occurrence that it is, where a schedule made it
 */
record Header(
        ActionId id,
        DeviceKey device,
        UserId user,
        KeyId key,
        Family family,
        Instant createdAt,
        Optional<Origin> origin) {

    /** Of an action that a push asks for. */
    Header(ActionId id, DeviceKey device, UserId user, KeyId key, Family family, Instant createdAt) {
        this(id, device, user, key, family, createdAt, Optional.empty());
    }
}
