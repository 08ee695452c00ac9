package energy.amps.server.history;

import energy.amps.connector.Sample;
import energy.amps.device.Energy;
import energy.amps.device.Family;
import energy.amps.server.history.Measures.Flow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of one interval so far. Confined to one thread. */
final class Tally {
    private final Map<String, Mean> courses = new HashMap<>();
    private final Map<String, Mean> points = new HashMap<>();
    private final Map<String, Double> stocks = new HashMap<>();
    private Optional<Double> in = Optional.empty();
    private Optional<Double> out = Optional.empty();

    private static final class Mean {
        private double sum;
        private double weight;

        void add(double value, double itsWeight) {
            sum += value * itsWeight;
            weight += itsWeight;
        }

        double value() {
            return sum / weight;
        }
    }

    /** The device was seen so within the interval. */
    void at(Map<String, Double> state) {
        state.forEach((field, value) -> {
            if (Measures.isRate(field)) {
                points.computeIfAbsent(field, name -> new Mean()).add(value, 1);
            } else {
                stocks.put(field, value);
            }
        });
    }

    /** The device still counts as seen at the interval's end, and was last seen so. */
    void stands(Map<String, Double> state) {
        state.forEach((field, value) -> {
            if (!Measures.isRate(field)) {
                stocks.put(field, value);
            }
        });
    }

    /** A rate had that mean for that long. */
    void rate(String field, double mean, double hours) {
        courses.computeIfAbsent(field, name -> new Mean()).add(mean, hours);
    }

    /** A counter went on by that much, kWh. */
    void count(double energy, Flow flow) {
        flow(energy, 0, flow == Flow.OUT ? Flow.OUT : Flow.IN);
    }

    /** A power came to that much, kWh: what was positive of it, and what was negative. */
    void flow(double positive, double negative, Flow flow) {
        if (flow != Flow.OUT) {
            in = Optional.of(in.orElse(0.0) + positive);
        }
        switch (flow) {
            case OUT -> out = Optional.of(out.orElse(0.0) + positive);
            case BOTH -> out = Optional.of(out.orElse(0.0) + negative);
            case IN -> {}
        }
    }

    /** The interval as a sample. A rate that has no course has the mean of its readings. */
    Sample sample(Family family) {
        Map<String, Double> state = new HashMap<>(stocks);
        points.forEach((field, mean) -> state.put(field, mean.value()));
        courses.forEach((field, mean) -> state.put(field, mean.value()));
        return new Sample(Measures.numbers(family, state), in.map(Energy::new), out.map(Energy::new));
    }
}
