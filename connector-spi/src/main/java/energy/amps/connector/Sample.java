package energy.amps.connector;

import energy.amps.device.Energy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a device did over an interval.
 *
 * @param state its numeric fields under their API names: of rates (power, temperature) the mean over the interval, of stocks
 *     (levels, counters, range) the value at its end; fields of which nothing is known are left out
 * @param energyIn energy that flowed into the device, where it has any to speak of
 * @param energyOut energy that flowed out of it
 */
public record Sample(Map<String, Double> state, Optional<Energy> energyIn, Optional<Energy> energyOut) {

    /** Nothing is known. */
    public static final Sample EMPTY = new Sample(Map.of(), Optional.empty(), Optional.empty());

    /** Copies the fields, keeping their order. */
    public Sample {
        state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
    }
}
