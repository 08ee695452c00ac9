package energy.amps.connector.foxess;

import energy.amps.command.Setting;
import java.util.Arrays;
import java.util.Optional;

/** The settings that the vendor keeps by a key of its own, one call each. */
enum Knob {
    /** Where charging stops. */
    CHARGE_CEILING(Setting.CHARGE_CEILING, "MaxSoc", "%"),
    /** Most power to the grid. */
    EXPORT_LIMIT(Setting.EXPORT_LIMIT, "ExportLimit", "W");

    private final Setting setting;
    private final String key;
    private final String nativeUnit;

    Knob(Setting setting, String key, String nativeUnit) {
        this.setting = setting;
        this.key = key;
        this.nativeUnit = nativeUnit;
    }

    Setting setting() {
        return setting;
    }

    String key() {
        return key;
    }

    /** The unit in which a device must count for us to set it. */
    String nativeUnit() {
        return nativeUnit;
    }

    static Optional<Knob> of(Setting setting) {
        return Arrays.stream(values()).filter(each -> each.setting == setting).findFirst();
    }

    static Optional<Knob> ofKey(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }
}
