package energy.amps.connector.sandbox;

import energy.amps.device.HvacMode;

/**
 * What a room is kept at.
 *
 * @param heat below which it is heated, celsius; minus infinity where it never is
 * @param cool above which it is cooled, celsius; infinity where it never is
 */
record Setpoints(double heat, double cool) {

    static final Setpoints NONE = new Setpoints(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    boolean heats() {
        return Double.isFinite(heat);
    }

    boolean cools() {
        return Double.isFinite(cool);
    }

    HvacMode mode() {
        if (heats()) {
            return cools() ? HvacMode.AUTO : HvacMode.HEAT;
        }
        return cools() ? HvacMode.COOL : HvacMode.OFF;
    }
}
