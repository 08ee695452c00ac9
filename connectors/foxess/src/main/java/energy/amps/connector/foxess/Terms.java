package energy.amps.connector.foxess;

import java.util.OptionalInt;

/**
 * What an inverter does in a stretch of its day, in the vendor's words.
 *
 * @param workMode the mode
 * @param minSocOnGrid where it stops discharging by itself, percent
 * @param fdSoc where a forced discharge stops, percent
 * @param fdPwr the power of what is forced, watts
 * @param maxSoc where it stops charging, percent; empty on firmware that does not know it
 */
record Terms(String workMode, int minSocOnGrid, int fdSoc, int fdPwr, OptionalInt maxSoc) {
    static final String FORCE_CHARGE = "ForceCharge";
    static final String FORCE_DISCHARGE = "ForceDischarge";
    static final String SELF_USE = "SelfUse";
    static final String FEED_IN = "Feedin";
    static final String BACKUP = "Backup";

    /** Whether the level can move neither up nor down: how idling is emulated. */
    boolean isFenced() {
        return workMode.equals(SELF_USE) && maxSoc.isPresent() && minSocOnGrid >= maxSoc.getAsInt();
    }
}
