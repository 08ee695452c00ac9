package energy.amps.contract.harness;

import java.util.List;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives every test devices without unfinished actions, whatever the test before left behind. */
public final class DrainedDevices implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        for (String family : List.of("battery", "ev-charger", "hvac")) {
            Household.all(family).forEach(Device::drain);
        }
    }
}
