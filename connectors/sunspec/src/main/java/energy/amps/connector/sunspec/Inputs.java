package energy.amps.connector.sunspec;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * What flows through the inputs of an inverter (model 160), kW. Hybrid inverters list their battery as two more inputs, one for
 * each direction, and name them so.
 *
 * @param modules from the modules; empty where no input says
 * @param storage into the battery, negative out of it; empty where no input is a battery's
 */
record Inputs(Optional<Double> modules, Optional<Double> storage) {

    private static final String CHARGE = "stcha";
    private static final String DISCHARGE = "stdischa";

    /** A longer list is no list. */
    private static final int MOST = 48;

    static Inputs of(Optional<Block> block) {
        Optional<Double> modules = Optional.empty();
        Optional<Double> storage = Optional.empty();
        int count = block.flatMap(all -> all.unsigned(Points.Inputs.COUNT)).orElse(0);
        for (int i = 0; i < Math.min(count, MOST); i++) {
            int from = Points.Inputs.FIRST + i * Points.Inputs.SIZE;
            Optional<Double> power = block.flatMap(
                            all -> all.unsigned(from + Points.Inputs.POWER, Points.Inputs.POWER_SCALE))
                    .map(BigDecimal::doubleValue)
                    .map(watts -> watts / 1000);
            String name = block.map(all -> all.text(from + Points.Inputs.NAME, Points.Inputs.NAME_REGISTERS))
                    .orElse("")
                    .toLowerCase(Locale.ROOT);
            if (name.startsWith(CHARGE)) {
                storage = sum(storage, power);
            } else if (name.startsWith(DISCHARGE)) {
                storage = sum(storage, power.map(kilowatts -> -kilowatts));
            } else {
                modules = sum(modules, power);
            }
        }
        return new Inputs(modules, storage);
    }

    private static Optional<Double> sum(Optional<Double> one, Optional<Double> other) {
        return one.isPresent() && other.isPresent() ? Optional.of(one.get() + other.get()) : one.or(() -> other);
    }
}
