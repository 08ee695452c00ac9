package energy.amps.connector.sandbox;

/** What a battery is to do while the home's surplus stays the same: its instruction, settings and surroundings in one. */
sealed interface Duty {

    /**
     * Charge.
     *
     * @param power AC power at most, kW, not negative
     * @param ceiling level to stop at, %
     */
    record Charge(double power, double ceiling) implements Duty {}

    /**
     * Discharge.
     *
     * @param power AC power at most, kW, not negative
     * @param floor level to stop at, %
     */
    record Discharge(double power, double floor) implements Duty {}

    /** Neither. */
    record Hold() implements Duty {}
}
