package energy.amps.server.vendor;

import energy.amps.server.store.Database;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * How this node finds the vendors, counted by the minute and written down every few seconds; what is read is the sum over all
 * nodes. Thread-safe.
 */
public final class HealthRecord {
    /** How far back health is told. */
    public static final Duration WINDOW = Duration.ofMinutes(5);

    /** How long minutes are kept. */
    static final Duration KEPT = Duration.ofMinutes(30);

    private final Database database;
    private final InstantSource clock;
    private final String node;
    private final Map<Minute, Tally> tallies = new ConcurrentHashMap<>();
    private volatile Instant forgotten = Instant.MIN;

    /**
     * @param clock the platform's time
     * @param node this node's id
     */
    public HealthRecord(Database database, InstantSource clock, String node) {
        this.database = database;
        this.clock = clock;
        this.node = node;
    }

    private record Minute(String vendor, Instant at) {}

    /** One minute's counts. */
    private static final class Tally {
        private final long[] classes = new long[Latencies.BOUNDS.size() + 1];
        private long calls;
        private long failures;

        synchronized void add(boolean usable, Duration took) {
            calls++;
            failures += usable ? 0 : 1;
            classes[Latencies.classOf(took)]++;
        }

        synchronized Counts counts() {
            List<Long> latencies = new ArrayList<>();
            for (long each : classes) {
                latencies.add(each);
            }
            return new Counts(calls, failures, latencies);
        }
    }

    private record Counts(long calls, long failures, List<Long> latencies) {}

    /** A call has ended. */
    void add(String vendor, boolean usable, Duration took) {
        tally(vendor, clock.instant()).add(usable, took);
    }

    private Tally tally(String vendor, Instant at) {
        return tallies.computeIfAbsent(new Minute(vendor, at.truncatedTo(ChronoUnit.MINUTES)), any -> new Tally());
    }

    /** Writes down this minute and the last, whole, and forgets what is old. */
    void write(List<String> vendors, ToIntFunction<String> openBreakers) {
        Instant now = clock.instant();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        for (String vendor : vendors) {
            boolean known =
                    tallies.keySet().stream().anyMatch(each -> each.vendor().equals(vendor));
            if (known || openBreakers.applyAsInt(vendor) > 0) {
                tally(vendor, now);
            }
        }
        tallies.forEach((each, tally) -> database.asEngineAtOnce(tx -> upsert(tx, each, tally, openBreakers)));
        tallies.keySet().removeIf(each -> each.at().isBefore(minute));
        if (forgotten.isBefore(minute)) {
            database.asEngineAtOnce(tx -> tx.update("delete from vendor_health where minute < ?", now.minus(KEPT)));
            forgotten = minute;
        }
    }

    private int upsert(Tx tx, Minute minute, Tally tally, ToIntFunction<String> openBreakers) {
        Counts counts = tally.counts();
        return tx.update(
                """
                insert into vendor_health (vendor, minute, node, calls, failures, latencies, open_breakers)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (vendor, minute, node) do update set calls = excluded.calls, failures = excluded.failures,
                    latencies = excluded.latencies, open_breakers = excluded.open_breakers
                """,
                minute.vendor(),
                minute.at(),
                node,
                counts.calls(),
                counts.failures(),
                counts.latencies().toArray(Long[]::new),
                openBreakers.applyAsInt(minute.vendor()));
    }

    private record Told(String vendor, long calls, long failures, long inClass, int openBreakers) {}

    /** How those vendors have answered within the window, in the order of their names. */
    public List<VendorHealth> read(List<String> vendors) {
        Instant now = clock.instant();
        List<Told> rows = database.asEngineForCaller(tx -> tx.list(
                HealthRecord::told,
                """
                with fresh as (select * from vendor_health where minute > ? and vendor = any (?)),
                     latest as (
                        select distinct on (vendor, node) vendor, open_breakers from fresh
                        where minute > ? order by vendor, node, minute desc),
                     breakers as (select vendor, sum(open_breakers) as open from latest group by vendor),
                     sums as (select vendor, sum(calls) as calls, sum(failures) as failures from fresh group by vendor),
                     classes as (
                        select f.vendor, c.i, sum(c.n) as n from fresh f cross join unnest(f.latencies) with ordinality c (n, i)
                        group by f.vendor, c.i)
                select s.vendor, s.calls, s.failures, c.i, c.n, coalesce(b.open, 0) as open
                from sums s join classes c on c.vendor = s.vendor left join breakers b on b.vendor = s.vendor
                order by s.vendor, c.i
                """,
                now.minus(WINDOW),
                vendors.toArray(String[]::new),
                now.minus(Duration.ofMinutes(2))));
        Map<String, List<Told>> byVendor = rows.stream().collect(Collectors.groupingBy(Told::vendor));
        return vendors.stream()
                .sorted()
                .map(vendor -> health(vendor, byVendor.getOrDefault(vendor, List.of())))
                .toList();
    }

    private static VendorHealth health(String vendor, List<Told> rows) {
        if (rows.isEmpty()) {
            return VendorHealth.of(vendor, 0, 0, new Latencies(List.of()), 0);
        }
        Told first = rows.getFirst();
        Latencies latencies = new Latencies(rows.stream().map(Told::inClass).toList());
        return VendorHealth.of(vendor, first.calls(), first.failures(), latencies, first.openBreakers());
    }

    private static Told told(Row row) {
        return new Told(
                row.text("vendor"), row.number("calls"), row.number("failures"), row.number("n"), row.count("open"));
    }
}
