package energy.amps.connector.sandbox;

import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import java.util.Set;

/** One simulated device: a model that stands in one home, so its name says where. */
interface DeviceModel {

    /** Its name in a stored state. Never changes. */
    String key();

    /** Its name in the API. */
    String displayName();

    Family family();

    /** Where it stands. */
    Home home();

    /** What it accepts. */
    Capabilities capabilities();

    /** The families that it has to be read beside. */
    default Set<Family> sees() {
        return Set.of();
    }

    /** The vendor's name of it, stable over every linking of an account. */
    default String externalId() {
        return home().key() + "/" + key();
    }
}
