package energy.amps.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A figure over the rounds.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min the least
 * @param max the greatest
 */
record Spread(double median, double min, double max) {

    /** The spread of at least one value. */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /** The spread of each value over the one of the same round. */
    static Spread ofRatios(List<Double> values, List<Double> limits) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / limits.get(i));
        }
        return of(ratios);
    }

    /** As {@code median (min..max)}, with that many decimals. */
    String text(int decimals) {
        String form = "%,." + decimals + "f";
        return String.format(Locale.ROOT, form + " (" + form + ".." + form + ")", median, min, max);
    }
}
