package energy.amps.server.history;

import energy.amps.connector.Sample;
import energy.amps.device.Family;
import energy.amps.server.history.Measures.Metered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes samples of readings. Between two readings that are near enough the device is taken to have gone from one to the other
 * evenly; what lies further apart is a gap, of which only a counter tells anything, and only where no interval's bound lies in
 * it. Confined to one thread.
 */
final class Reckoning {
    /** How far apart two readings may be for the device to count as seen between them. */
    static final Duration MOST_APART = Duration.ofMinutes(30);

    private static final double MILLIS_PER_HOUR = 3_600_000;

    private final Family family;
    private final Optional<Metered> metered;
    private final List<Instant> edges;
    private final List<Tally> tallies = new ArrayList<>();
    private Optional<Reading> last = Optional.empty();

    /**
     * A device as it was seen.
     *
     * @param at when
     * @param state its numeric fields under their API names
     */
    record Reading(Instant at, Map<String, Double> state) {}

    /** @param edges the intervals' bounds, ascending; two at least */
    Reckoning(Family family, List<Instant> edges) {
        this.family = family;
        this.metered = Measures.energyOf(family);
        this.edges = List.copyOf(edges);
        for (int i = 1; i < edges.size(); i++) {
            tallies.add(new Tally());
        }
    }

    /** Adds a reading; they come in the order of their instants, and of two at the same instant the later one counts. */
    void add(Reading reading) {
        last.filter(before -> before.at().isBefore(reading.at())).ifPresent(before -> between(before, reading));
        int interval = intervalOf(reading.at());
        if (interval >= 0) {
            tallies.get(interval).at(reading.state());
        }
        last = Optional.of(reading);
    }

    /** One sample per interval. */
    List<Sample> samples() {
        return tallies.stream().map(tally -> tally.sample(family)).toList();
    }

    private void between(Reading before, Reading after) {
        boolean seen = Duration.between(before.at(), after.at()).compareTo(MOST_APART) <= 0;
        Optional<Double> counted = counted(before, after);
        if (!seen) {
            int interval = intervalOf(before.at());
            if (interval >= 0 && !after.at().isAfter(edges.get(interval + 1))) {
                counted.ifPresent(energy -> tallies.get(interval)
                        .count(energy, metered.orElseThrow().flow()));
            }
            return;
        }
        Stretch whole = new Stretch(before, after);
        for (int i = firstEndingAfter(before.at());
                i < tallies.size() && edges.get(i).isBefore(after.at());
                i++) {
            Stretch part = whole.within(edges.get(i), edges.get(i + 1));
            Tally tally = tallies.get(i);
            part.means().forEach((field, mean) -> tally.rate(field, mean, part.hours()));
            if (counted.isPresent()) {
                tally.count(
                        counted.get() * part.hours() / whole.hours(),
                        metered.orElseThrow().flow());
            } else {
                metered.ifPresent(meter -> part.flows(meter.power())
                        .ifPresent(flows -> tally.flow(flows.in(), flows.out(), meter.flow())));
            }
            if (!edges.get(i + 1).isAfter(after.at())) {
                tally.stands(before.state());
            }
        }
    }

    /** What the counter says, where it says anything: one that runs backwards was replaced. */
    private Optional<Double> counted(Reading before, Reading after) {
        return metered.flatMap(Metered::counter).flatMap(counter -> {
            Double from = before.state().get(counter);
            Double to = after.state().get(counter);
            return from == null || to == null || to < from ? Optional.empty() : Optional.of(to - from);
        });
    }

    /** The interval that an instant lies in; negative outside of all. */
    private int intervalOf(Instant at) {
        int i = firstEndingAfter(at);
        return i < tallies.size() && !edges.get(i).isAfter(at) ? i : -1;
    }

    /** The first interval that ends after an instant; as many as there are, where none does. */
    private int firstEndingAfter(Instant at) {
        int found = Collections.binarySearch(edges, at);
        int edge = found >= 0 ? found + 1 : -found - 1;
        return Math.max(0, edge - 1);
    }

    /** An even course from one reading to another. */
    private record Stretch(Reading from, Reading to) {
        double hours() {
            return Duration.between(from.at(), to.at()).toMillis() / MILLIS_PER_HOUR;
        }

        Stretch within(Instant start, Instant end) {
            return new Stretch(
                    from.at().isBefore(start) ? at(start) : from, to.at().isAfter(end) ? at(end) : to);
        }

        /** The rates on the way; of nothing else is anything known in between. */
        private Reading at(Instant instant) {
            double share = (double) Duration.between(from.at(), instant).toMillis()
                    / Duration.between(from.at(), to.at()).toMillis();
            Map<String, Double> state = new LinkedHashMap<>();
            from.state().forEach((field, value) -> {
                Double other = to.state().get(field);
                if (Measures.isRate(field) && other != null) {
                    state.put(field, value + (other - value) * share);
                }
            });
            return new Reading(instant, state);
        }

        Map<String, Double> means() {
            Map<String, Double> means = new LinkedHashMap<>();
            from.state().forEach((field, value) -> {
                Double other = to.state().get(field);
                if (Measures.isRate(field) && other != null) {
                    means.put(field, (value + other) / 2);
                }
            });
            return means;
        }

        /** The energy of what is positive of a power, and of what is negative. */
        Optional<Flows> flows(String power) {
            Double a = from.state().get(power);
            Double b = to.state().get(power);
            if (a == null || b == null) {
                return Optional.empty();
            }
            double hours = hours();
            if (a * b >= 0) {
                double energy = (a + b) / 2 * hours;
                return Optional.of(new Flows(Math.max(0, energy), Math.max(0, -energy)));
            }
            double first = a / 2 * hours * a / (a - b);
            double second = b / 2 * hours * b / (b - a);
            return Optional.of(new Flows(Math.max(first, second), Math.max(-first, -second)));
        }
    }

    /** Energies in kWh. */
    private record Flows(double in, double out) {}
}
