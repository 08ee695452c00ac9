package energy.amps.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of {@code ./amps bench} chose.
 *
 * @param rounds measured rounds of each side, 1..50
 * @param length of a round, 1 s..60 s
 * @param clients at a time, 1..64; empty takes the scenario's own
 * @param due what {@code due} does
 * @param recording where the server's flight recording is written, for a look at what costs
 */
record Options(int rounds, Duration length, Optional<Integer> clients, DueSize due, Optional<Path> recording) {
    static final String USAGE = """
            usage: ./amps bench <scenario> [options]

              read   GET of one battery, beside a bare select behind the same HTTP stack
              push   accepted pushes, beside a bare JDBC loop of the same statements
              due    actions that fall due, beside db-scheduler on the same database

              --rounds N    measured rounds of each side (5)
              --seconds N   length of a round of read and push (5)
              --clients N   connections at a time (read 32, push 64)
              --actions N   due: actions spread over a stretch of time, up to 100000 (20000)
              --within N    due: that stretch in seconds (60)
              --burst N     due: actions of one instant, up to 100000 (10000)
              --jfr FILE    record the server while it is measured (costs a little)
            """;

    /**
     * How much falls due.
     *
     * @param spread actions spread evenly over {@code within}, 1..100000
     * @param within 1 s..10 min
     * @param burst actions of one instant, 1..100000
     */
    record DueSize(int spread, Duration within, int burst) {}

    private static final int MOST_ACTIONS = 100_000;
    private static final int MOST_CLIENTS = 64;

    /**
     * Reads what stands behind the scenario's name.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    static Options parse(List<String> words) {
        Options options = new Options(
                5,
                Duration.ofSeconds(5),
                Optional.empty(),
                new DueSize(20_000, Duration.ofMinutes(1), 10_000),
                Optional.empty());
        for (int i = 0; i < words.size(); i += 2) {
            options = options.with(words.get(i), i + 1 < words.size() ? words.get(i + 1) : null);
        }
        return options;
    }

    private Options with(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return switch (name) {
            case "--rounds" -> new Options(whole(name, value, 50), length, clients, due, recording);
            case "--seconds" -> new Options(rounds, seconds(name, value, 60), clients, due, recording);
            case "--clients" ->
                new Options(rounds, length, Optional.of(whole(name, value, MOST_CLIENTS)), due, recording);
            case "--actions" -> with(new DueSize(whole(name, value, MOST_ACTIONS), due.within(), due.burst()));
            case "--within" -> with(new DueSize(due.spread(), seconds(name, value, 600), due.burst()));
            case "--burst" -> with(new DueSize(due.spread(), due.within(), whole(name, value, MOST_ACTIONS)));
            case "--jfr" -> new Options(rounds, length, clients, due, Optional.of(Path.of(value)));
            default -> throw new IllegalArgumentException("there is no option " + name);
        };
    }

    private Options with(DueSize size) {
        return new Options(rounds, length, clients, size, recording);
    }

    private static Duration seconds(String name, String value, int most) {
        return Duration.ofSeconds(whole(name, value, most));
    }

    private static int whole(String name, String value, int most) {
        if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(name + " takes a whole number of 1.." + most + ", not '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
