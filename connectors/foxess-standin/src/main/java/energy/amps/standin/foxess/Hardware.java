package energy.amps.standin.foxess;

import java.time.ZoneId;
import java.util.List;

/**
 * What an inverter is, as it was built and installed.
 *
 * @param sn its serial number
 * @param deviceType its model, such as {@code H1-5.0-E}
 * @param productType the vendor's code of its series; {@code 812} is the EVO
 * @param kilowatts its rated power
 * @param batteryWh its battery's capacity in watt-hours; 0 for none
 * @param scheduler which scheduler it has
 * @param maxSoc whether it takes an upper bound of the level
 * @param workModes the modes that it can be set to
 * @param station the plant that it stands in
 * @param zone its clock's zone
 */
public record Hardware(
        String sn,
        String deviceType,
        String productType,
        double kilowatts,
        int batteryWh,
        Scheduler scheduler,
        boolean maxSoc,
        List<String> workModes,
        String station,
        ZoneId zone) {

    /** The generations of schedulers. */
    public enum Scheduler {
        /** None at all. */
        NONE,
        /** Eight fixed places, each with a switch, and a switch for all of them. */
        PLACES,
        /** Only what is in force, figures nested; the EVO series. */
        NESTED
    }

    /** Copies the modes. */
    public Hardware {
        workModes = List.copyOf(workModes);
    }

    /** A hybrid inverter of 5 kW with 10.36 kWh, on firmware with everything. */
    public static Hardware hybrid(String sn, ZoneId zone) {
        return new Hardware(
                sn,
                "H1-5.0-E",
                "H1",
                5,
                10_360,
                Scheduler.PLACES,
                true,
                List.of("SelfUse", "Feedin", "Backup"),
                "plant-1",
                zone);
    }

    /** One of the EVO series. */
    public static Hardware evo(String sn, ZoneId zone) {
        return new Hardware(
                sn,
                "EVO 10-5-H",
                "812",
                5,
                10_000,
                Scheduler.NESTED,
                true,
                List.of("SelfUse", "Feedin", "Backup"),
                "plant-2",
                zone);
    }

    /** The same with another battery. */
    public Hardware withBattery(int wattHours) {
        return new Hardware(
                sn, deviceType, productType, kilowatts, wattHours, scheduler, maxSoc, workModes, station, zone);
    }

    /** The same with another scheduler. */
    public Hardware with(Scheduler other) {
        return new Hardware(sn, deviceType, productType, kilowatts, batteryWh, other, maxSoc, workModes, station, zone);
    }

    /** The same on firmware that knows no upper bound of the level. */
    public Hardware withoutMaxSoc() {
        return new Hardware(
                sn, deviceType, productType, kilowatts, batteryWh, scheduler, false, workModes, station, zone);
    }
}
