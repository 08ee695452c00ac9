package energy.amps.command;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The units a {@link Quantity} may carry (contract section 2). */
public enum Unit {
    /** Hundredths of a whole. */
    PERCENT("percent"),
    /** Kilowatts of power. */
    KW("kw"),
    /** Watts of power. */
    WATTS("watts"),
    /** Kilowatt-hours of energy. */
    KWH("kwh"),
    /** Amperes of current. */
    AMPS("amps"),
    /** Volts of tension. */
    VOLTS("volts"),
    /** Hours of time. */
    HOURS("hours"),
    /** Minutes of time. */
    MINUTES("minutes"),
    /** Degrees Celsius. */
    CELSIUS("celsius"),
    /** Degrees Fahrenheit. */
    FAHRENHEIT("fahrenheit");

    private static final Map<String, Unit> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Unit::wire, Function.identity()));

    private final String wire;

    Unit(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }

    /** The unit of that name, or empty when the vocabulary has none. */
    public static Optional<Unit> of(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
