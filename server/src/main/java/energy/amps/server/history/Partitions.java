package energy.amps.server.history;

import energy.amps.server.store.Database;
import energy.amps.server.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The days of the table of readings: made ahead, dropped when they are old. Any node does it, one at a time. Thread-safe.
 */
public final class Partitions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Partitions.class);

    /** How often days are made and dropped. */
    static final Duration EVERY = Duration.ofHours(1);

    /** How many days are made ahead of today. */
    static final int AHEAD = 7;

    /** How long readings are kept when nobody says otherwise. */
    public static final Duration RETENTION = Duration.ofDays(400);

    private final Database database;
    private final InstantSource clock;
    private final Duration retention;
    private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param clock the platform's time
     * @param retention how long readings are kept, a day or more
     */
    public Partitions(Database database, InstantSource clock, Duration retention) {
        this.database = database;
        this.clock = clock;
        this.retention = retention;
    }

    /** Makes and drops days now, and then every {@link #EVERY}, in a thread of its own. */
    public void start() {
        Thread.ofVirtual().name("telemetry-days").start(this::run);
    }

    private void run() {
        try {
            do {
                try {
                    upkeep();
                } catch (StoreException e) {
                    log.warn("the days of the telemetry could not be looked after; it is tried again", e);
                }
            } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the days that are coming, and drops those that are too old. */
    void upkeep() {
        Instant now = clock.instant();
        LocalDate today = dayOf(now);
        List<LocalDate> wanted = new ArrayList<>();
        for (int i = -1; i <= AHEAD; i++) {
            wanted.add(today.plusDays(i));
        }
        LocalDate oldest = dayOf(now.minus(retention));
        database.alone("telemetry", () -> {
            make(wanted);
            drop(oldest);
            return true;
        });
        made.removeIf(day -> day.isBefore(oldest));
    }

    /** Sees to it that rows that were received at these instants have somewhere to go. */
    void ready(Collection<Instant> received) {
        List<LocalDate> missing = received.stream()
                .map(Partitions::dayOf)
                .distinct()
                .filter(day -> !made.contains(day))
                .toList();
        if (!missing.isEmpty()) {
            database.alone("telemetry", () -> {
                make(missing);
                return true;
            });
        }
    }

    private void make(List<LocalDate> days) {
        for (LocalDate day : days) {
            boolean fresh = database.asEngineAtOnce(tx -> tx.one(
                            row -> row.flag("made"), "select telemetry_day_made(?::date) as made", day.toString()))
                    .orElseThrow();
            made.add(day);
            if (fresh) {
                log.debug("made the telemetry's day {}", day);
            }
        }
    }

    /** That a reader holds a day up is no failure: it goes the next time. */
    private void drop(LocalDate before) {
        try {
            int dropped = database.asEngineAtOnce(tx -> tx.one(
                            row -> row.count("dropped"),
                            "select telemetry_days_dropped(?::date) as dropped",
                            before.toString()))
                    .orElseThrow();
            if (dropped > 0) {
                log.info("dropped {} days of telemetry from before {}", dropped, before);
            }
        } catch (StoreException e) {
            log.info("days of telemetry from before {} are still in use; they are dropped later", before, e);
        }
    }

    private static LocalDate dayOf(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
