package energy.amps.server.action;

import energy.amps.device.DeviceId;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.UserId;

/** Which of a tenant's actions are taken back together. */
public sealed interface Which {

    /** All of them. */
    record Everything() implements Which {}

    /**
     * Those that came in with one key.
     *
     * @param key which
     */
    record AcceptedBy(KeyId key) implements Which {}

    /**
     * Those on the devices of one end user.
     *
     * @param user whose
     */
    record OfUser(UserId user) implements Which {}

    /**
     * Those of one device.
     *
     * @param device which
     */
    record OfDevice(DeviceId device) implements Which {}

    /** Whether an action is one of them, on a device that is. */
    default boolean includes(KeyId acceptedBy) {
        return !(this instanceof AcceptedBy(KeyId key)) || key.equals(acceptedBy);
    }
}
