package energy.amps.standin.foxess;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stretch of an inverter's day.
 *
 * @param enabled whether it counts
 * @param start its first minute of the day
 * @param end its last minute of the day, inclusive
 * @param workMode what the inverter does then
 * @param minSocOnGrid where it stops discharging by itself, percent
 * @param fdSoc where a forced discharge stops, percent
 * @param fdPwr the power of a forced charge or discharge, watts
 * @param maxSoc where it stops charging, percent
 * @param limits what else was sent with it, by the vendor's names
 */
public record Group(
        boolean enabled,
        int start,
        int end,
        String workMode,
        int minSocOnGrid,
        int fdSoc,
        int fdPwr,
        int maxSoc,
        Map<String, Double> limits) {

    /** Copies the limits. */
    public Group {
        limits = Map.copyOf(limits);
    }

    /** An enabled stretch without further limits. */
    public static Group of(int start, int end, String workMode, int minSocOnGrid, int fdSoc, int fdPwr, int maxSoc) {
        return new Group(true, start, end, workMode, minSocOnGrid, fdSoc, fdPwr, maxSoc, Map.of());
    }

    /** The place of one that is not used, as the older scheduler shows it. */
    static Group unused() {
        return new Group(false, 0, 0, "Invalid", 10, 10, 0, 100, Map.of());
    }

    boolean covers(int minute) {
        return enabled && start <= minute && minute <= end;
    }

    boolean overlaps(Group other) {
        return enabled && other.enabled && start <= other.end && other.start <= end;
    }

    /** As the older scheduler shows it. */
    Map<String, Object> flat(boolean withMaxSoc) {
        Map<String, Object> shown = times();
        shown.put("enable", enabled ? 1 : 0);
        shown.put("minSocOnGrid", minSocOnGrid);
        shown.put("fdSoc", fdSoc);
        shown.put("fdPwr", fdPwr);
        if (withMaxSoc) {
            shown.put("maxSoc", maxSoc);
        }
        return shown;
    }

    /** As the newer scheduler shows it: figures nested, as decimals, and some that nobody sent. */
    Map<String, Object> nested() {
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("fdPwr", (double) fdPwr);
        extra.put("minSocOnGrid", (double) minSocOnGrid);
        extra.put("fdSoc", (double) fdSoc);
        extra.put("maxSoc", (double) maxSoc);
        extra.put("pvLimit", 16000.0);
        extra.put("reactivePower", 0.0);
        extra.put("exportLimit", 12000.0);
        extra.put("importLimit", 12000.0);
        extra.putAll(limits);
        Map<String, Object> shown = times();
        shown.put("extraParam", extra);
        return shown;
    }

    private Map<String, Object> times() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("startHour", start / 60);
        shown.put("startMinute", start % 60);
        shown.put("endHour", end / 60);
        shown.put("endMinute", end % 60);
        shown.put("workMode", workMode);
        return shown;
    }
}
