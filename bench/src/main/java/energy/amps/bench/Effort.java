package energy.amps.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a round cost.
 *
 * @param amounts one of each kind, not a number where the system does not tell
 */
record Effort(Map<Cost, Double> amounts) {

    /** What can be counted. */
    enum Cost {
        SERVER_CPU("server CPU µs", 0),
        DATABASE_CPU("PostgreSQL CPU µs", 0),
        FAULTS("its page faults", 2),
        FOUND("blocks in its buffers", 1),
        NOT_FOUND("blocks not in them", 3),
        WAL("WAL bytes", 0),
        WHOLE_PAGES("whole pages in it", 2),
        CHECKPOINTS("checkpoints in the round", 0);

        private final String title;
        private final int decimals;

        Cost(String title, int decimals) {
            this.title = title;
            this.decimals = decimals;
        }

        private double divided(double amount, long calls) {
            return this == CHECKPOINTS ? amount : amount / calls;
        }
    }

    /** Per call, from what had been counted before and after; checkpoints alone are those of the whole round. */
    static Effort between(Map<Cost, Double> before, Map<Cost, Double> after, long calls) {
        Map<Cost, Double> amounts = new EnumMap<>(Cost.class);
        for (Cost cost : Cost.values()) {
            double amount = after.getOrDefault(cost, Double.NaN) - before.getOrDefault(cost, Double.NaN);
            amounts.put(cost, cost.divided(amount, calls));
        }
        return new Effort(amounts);
    }

    /** A table's columns. */
    static List<String> columns() {
        return Stream.concat(Stream.of(""), Stream.of(Cost.values()).map(cost -> cost.title))
                .toList();
    }

    /** A table's row over some rounds; where the system did not tell, a dash. */
    static List<String> row(String name, List<Effort> rounds) {
        return Stream.concat(Stream.of(name), Stream.of(Cost.values()).map(cost -> cell(cost, rounds)))
                .toList();
    }

    private static String cell(Cost cost, List<Effort> rounds) {
        List<Double> amounts =
                rounds.stream().map(round -> round.amounts.get(cost)).toList();
        if (amounts.stream().anyMatch(amount -> amount.isNaN())) {
            return "-";
        }
        return Spread.of(amounts).text(cost.decimals);
    }
}
