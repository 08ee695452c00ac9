package energy.amps.server.device;

import energy.amps.connector.ReadOutcome;
import energy.amps.server.store.DeviceKey;

/** Is told of every reading that a vendor gave, whoever asked for it. */
@FunctionalInterface
public interface Witness {
    /** Takes no note. */
    Witness NOBODY = (device, reading) -> {};

    /** A vendor showed this. Does not wait: whoever asked for the reading is still to be answered. */
    void seen(DeviceKey device, ReadOutcome.Reading reading);
}
