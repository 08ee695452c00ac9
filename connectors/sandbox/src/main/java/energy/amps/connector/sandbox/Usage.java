package energy.amps.connector.sandbox;

/**
 * What went through a device over an interval.
 *
 * @param in energy into it, kWh
 * @param out energy out of it, kWh
 * @param hours how long
 * @param meanGauge the mean of what it is gauged by
 */
record Usage(double in, double out, double hours, double meanGauge) {

    /** Mean power, kW, positive into the device. */
    double meanPower() {
        return (in - out) / hours;
    }
}
