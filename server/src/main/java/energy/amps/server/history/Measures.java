package energy.amps.server.history;

import energy.amps.connector.Sample;
import energy.amps.device.Energy;
import energy.amps.device.Family;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The numeric fields of a family's state, and what they measure (contract section 3). */
public final class Measures {
    private static final Set<String> RATES = Set.of("chargeRate", "currentPower", "temperature");
    private static final String COUNTER = "energyTotal";

    private Measures() {}

    /** What the power field of a family says of the device. */
    enum Flow {
        /** Positive into the device, negative out of it. */
        BOTH,
        /** Into the device. */
        IN,
        /** Out of it. */
        OUT
    }

    /**
     * The field that is power, and the counter of what flowed.
     *
     * @param power the field of the power, kW
     * @param flow which way
     * @param counter the field of the lifetime energy, kWh, where the family has one
     */
    record Metered(String power, Flow flow, Optional<String> counter) {}

    /** The numeric fields of a family under their API names, in the contract's order. */
    public static List<String> of(Family family) {
        return switch (family) {
            case BATTERY -> List.of("capacity", "level", "chargeRate", "dischargeLimit");
            case EV_CHARGER -> List.of("currentPower", "maxCurrent", "powerRateLimit", "sessionEnergy", COUNTER);
            case HVAC -> List.of("temperature", "heatSetpoint", "coolSetpoint");
            case SOLAR_INVERTER -> List.of("currentPower", COUNTER, "energyToday", "energyMonth");
            case VEHICLE ->
                List.of(
                        "batteryLevel",
                        "range",
                        "batteryCapacity",
                        "chargeLimit",
                        "chargeRate",
                        "chargeTimeRemaining",
                        "maxCurrent");
        };
    }

    /** Whether a sample has a field's mean; of all others it has the value at its end. */
    static boolean isRate(String field) {
        return RATES.contains(field);
    }

    /** How a family's energy is measured; empty for one that has none to speak of. */
    static Optional<Metered> energyOf(Family family) {
        return switch (family) {
            case BATTERY -> Optional.of(new Metered("chargeRate", Flow.BOTH, Optional.empty()));
            case EV_CHARGER -> Optional.of(new Metered("currentPower", Flow.IN, Optional.of(COUNTER)));
            case SOLAR_INVERTER -> Optional.of(new Metered("currentPower", Flow.OUT, Optional.of(COUNTER)));
            case VEHICLE -> Optional.of(new Metered("chargeRate", Flow.IN, Optional.empty()));
            case HVAC -> Optional.empty();
        };
    }

    /** The numbers among a state's fields. */
    static Map<String, Double> numbers(Family family, Map<String, ?> fields) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String name : of(family)) {
            if (fields.get(name) instanceof Number number && Double.isFinite(number.doubleValue())) {
                numbers.put(name, number.doubleValue());
            }
        }
        return numbers;
    }

    /** A connector's sample, its known numbers in order; what is not a number is not known. */
    static Sample ordered(Family family, Sample sample) {
        return new Sample(
                numbers(family, sample.state()),
                sample.energyIn().filter(Measures::isKnown),
                sample.energyOut().filter(Measures::isKnown));
    }

    private static boolean isKnown(Energy energy) {
        return Double.isFinite(energy.kilowattHours());
    }
}
