package energy.amps.testkit.broken.clock;

import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.testkit.toy.Toy;
import energy.amps.testkit.toy.ToyVendor;
import java.time.Instant;

/** Says when a device was seen by the clock of the machine. */
public final class ReadsTheMachinesClock extends Toy {
    public ReadsTheMachinesClock(ToyVendor vendor) {
        super(vendor);
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        return super.read(device) instanceof ReadOutcome.Reading reading
                ? new ReadOutcome.Reading(Instant.now(), reading.state(), reading.settings(), reading.standing())
                : super.read(device);
    }
}
