package energy.amps.connector.foxess;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Which scheduler an inverter has, and with it how it is told anything but a work mode. */
enum Dialect {
    /** None: it takes work modes alone. */
    NONE("none"),
    /** Version 1: eight places with a switch each, and one switch for all. Off, the inverter follows its work mode. */
    PLACES("places"),
    /** Versions 2 and 3: the stretches in force, figures nested, no switch. The work mode is one of the stretches. */
    NESTED("nested");

    /**
     * The series on which version 1 answers 41200 for ever (github.com/springfall2008/batpred apps/predbat/fox.py). By the series
     * and not by the number, which everybody gets when the cloud is busy.
     */
    private static final Set<String> NESTED_SERIES = Set.of("812");

    private final String wire;

    Dialect(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }

    static Optional<Dialect> of(String wire) {
        return Arrays.stream(values()).filter(each -> each.wire.equals(wire)).findFirst();
    }

    /** The one to ask an inverter of that series for. */
    static Dialect ofSeries(String productType) {
        return NESTED_SERIES.contains(productType) ? NESTED : PLACES;
    }
}
