package energy.amps.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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
 * @param sizes of the fleets of {@code flat}, ascending, 1..4 of 1,000..2,000,000 devices
 * @param overload what {@code overload} does
 * @param budget after which {@code all} begins no further scenario, 1 min..4 h
 * @param recording where the server's flight recording is written, for a look at what costs
 * @param stations charge points of {@code stations}, 1..20000
 */
record Options(
        int rounds,
        Duration length,
        Optional<Integer> clients,
        DueSize due,
        List<Integer> sizes,
        OverloadSize overload,
        Duration budget,
        Optional<Path> recording,
        int stations) {
    static final String USAGE = """
            usage: ./amps bench <scenario> [options]

              read      GET of one battery, beside a bare select behind the same HTTP stack
              push      accepted pushes, beside a bare JDBC loop of the same statements
              due       actions that fall due, beside db-scheduler on the same database
              flat      reads, lists, pushes and due actions with more and more devices, beside itself with the fewest
              nodes     pushes and due actions on 1, 2 and 3 nodes over one database, and one of them killed
              schedules slots of schedules that come at one instant, on 2 nodes, beside due actions
              webhook   messages to a receiver, alone and beside a dead one, beside a bare client loop posting the same
              stations  charge points that are connected and say that they are there, on one node
              start     ./amps up to its first answer, beside a bare server of the same stack and PostgreSQL's own start
              overload  twice the load that it can take, and after
              all       one after the other, overload last

              --rounds N          measured rounds of each side (5)
              --seconds N         length of a round (5)
              --clients N         connections at a time (read and flat 32, push and nodes 64)
              --actions N         due: actions spread over a stretch of time, up to 100000 (20000);
                                  webhook: messages at saturation
              --within N          due: that stretch in seconds (60)
              --burst N           due, nodes: actions of one instant, up to 100000 (10000)
              --schedules N       schedules: how many, up to 100000 (100000)
              --devices N,N,...   flat: devices, ascending (1000,100000,1000000)
              --stations N        stations: how many, up to 20000 (10000)
              --length N          overload: seconds of it, up to 3600 (600)
              --connections N     overload: connections at a time, up to 10000 (2000)
              --fleet N           overload: devices, up to 1000000 (200000)
              --budget N          all: minutes after which nothing further is begun (45)
              --jfr FILE          read, push, due, webhook: record the server while it is measured (costs a little)
            """;

    /**
     * How much falls due.
     *
     * @param spread actions spread evenly over {@code within}, 1..100000
     * @param within 1 s..10 min
     * @param burst actions of one instant, 1..100000
     * @param schedules slots of one instant, 1..100000
     */
    record DueSize(int spread, Duration within, int burst, int schedules) {}

    /**
     * How much is too much.
     *
     * @param length of the load, 1 s..1 h
     * @param connections at a time, 1..10000
     * @param fleet devices, 1000..1000000
     */
    record OverloadSize(Duration length, int connections, int fleet) {}

    private static final int MOST_ACTIONS = 100_000;
    private static final int MOST_CLIENTS = 64;
    private static final int FEWEST_DEVICES = 1_000;
    private static final int MOST_DEVICES = 2_000_000;
    private static final int MOST_SIZES = 4;
    private static final int MOST_STATIONS = 20_000;

    private static final Options DEFAULT = new Options(
            5,
            Duration.ofSeconds(5),
            Optional.empty(),
            new DueSize(20_000, Duration.ofMinutes(1), 10_000, MOST_ACTIONS),
            List.of(1_000, 100_000, 1_000_000),
            new OverloadSize(Duration.ofMinutes(10), 2_000, 200_000),
            Duration.ofMinutes(45),
            Optional.empty(),
            10_000);

    /**
     * Reads what stands behind the scenario's name.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    static Options parse(List<String> words) {
        Options options = DEFAULT;
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
            case "--rounds" ->
                new Options(whole(name, value, 50), length, clients, due, sizes, overload, budget, recording, stations);
            case "--seconds" ->
                new Options(
                        rounds, seconds(name, value, 60), clients, due, sizes, overload, budget, recording, stations);
            case "--clients" -> {
                Optional<Integer> number = Optional.of(whole(name, value, MOST_CLIENTS));
                yield new Options(rounds, length, number, due, sizes, overload, budget, recording, stations);
            }
            case "--actions" ->
                with(new DueSize(whole(name, value, MOST_ACTIONS), due.within(), due.burst(), due.schedules()));
            case "--within" -> with(new DueSize(due.spread(), seconds(name, value, 600), due.burst(), due.schedules()));
            case "--burst" ->
                with(new DueSize(due.spread(), due.within(), whole(name, value, MOST_ACTIONS), due.schedules()));
            case "--schedules" ->
                with(new DueSize(due.spread(), due.within(), due.burst(), whole(name, value, MOST_ACTIONS)));
            case "--devices" ->
                new Options(rounds, length, clients, due, sizes(name, value), overload, budget, recording, stations);
            case "--stations" -> {
                int number = whole(name, value, MOST_STATIONS);
                yield new Options(rounds, length, clients, due, sizes, overload, budget, recording, number);
            }
            case "--length" ->
                with(new OverloadSize(seconds(name, value, 3_600), overload.connections(), overload.fleet()));
            case "--connections" ->
                with(new OverloadSize(overload.length(), whole(name, value, 10_000), overload.fleet()));
            case "--fleet" -> {
                int fleet = devices(name, value, 1_000_000);
                yield with(new OverloadSize(overload.length(), overload.connections(), fleet));
            }
            case "--budget" -> {
                Duration minutes = Duration.ofMinutes(whole(name, value, 240));
                yield new Options(rounds, length, clients, due, sizes, overload, minutes, recording, stations);
            }
            case "--jfr" -> {
                Optional<Path> file = Optional.of(Path.of(value));
                yield new Options(rounds, length, clients, due, sizes, overload, budget, file, stations);
            }
            default -> throw new IllegalArgumentException("there is no option " + name);
        };
    }

    private Options with(DueSize size) {
        return new Options(rounds, length, clients, size, sizes, overload, budget, recording, stations);
    }

    private Options with(OverloadSize size) {
        return new Options(rounds, length, clients, due, sizes, size, budget, recording, stations);
    }

    private static List<Integer> sizes(String name, String value) {
        List<Integer> sizes = Arrays.stream(value.split(",", -1))
                .map(size -> devices(name, size, MOST_DEVICES))
                .toList();
        if (sizes.size() > MOST_SIZES
                || !sizes.equals(sizes.stream().distinct().sorted().toList())) {
            throw new IllegalArgumentException(
                    name + " takes up to " + MOST_SIZES + " ascending numbers, not '" + value + "'");
        }
        return sizes;
    }

    private static int devices(String name, String value, int most) {
        int number = whole(name, value, most);
        if (number < FEWEST_DEVICES) {
            throw new IllegalArgumentException(name + " takes at least " + FEWEST_DEVICES + " devices, not " + value);
        }
        return number;
    }

    private static Duration seconds(String name, String value, int most) {
        return Duration.ofSeconds(whole(name, value, most));
    }

    private static int whole(String name, String value, int most) {
        if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(name + " takes a whole number of 1.." + most + ", not '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
