package energy.amps.connector.sandbox;

import energy.amps.connector.History;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Sample;
import energy.amps.device.Family;
import java.time.Instant;
import java.util.List;

/** The simulated hardware of one family. Pure: it keeps nothing, all it knows of a device is in the device's state. */
interface Simulator {

    /** The family that it simulates. */
    Family family();

    /** The device's model. */
    DeviceModel model(LinkedDevice device);

    /** The device as it is now. */
    ReadOutcome.Reading read(LinkedDevice device);

    /** What it did over each interval between {@code edges}. */
    List<Sample> samples(LinkedDevice device, History.Past past, List<Instant> edges);
}
