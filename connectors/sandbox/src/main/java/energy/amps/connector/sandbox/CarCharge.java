package energy.amps.connector.sandbox;

/**
 * The car at a charger, and the charger's meters.
 *
 * @param level how full the car is, unrounded, 0 to 100 %
 * @param session what it was given since it was plugged in, kWh
 * @param total what the charger gave in its lifetime, kWh
 */
record CarCharge(double level, double session, double total) {
    CarCharge {
        if (!(level >= 0 && level <= 100 && session >= 0 && total >= 0)) {
            throw new IllegalArgumentException("no such charge of a car: " + level + " %, " + session + ", " + total);
        }
    }
}
