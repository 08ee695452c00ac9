package energy.amps.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Watches what is due until there is nothing left. */
final class Drain {
    private static final long LOOK_NANOS = 25_000_000L;

    private final Postgres postgres;
    private final InstantSource clock;

    Drain(Postgres postgres, InstantSource clock) {
        this.postgres = postgres;
        this.clock = clock;
    }

    /**
     * Waits until nothing is there, to 25 ms or so; gives how long after an instant that was.
     *
     * @param rows a table, and where needed a condition
     * @throws IllegalStateException when it is not empty by {@code limit} after the instant
     */
    Duration empty(String rows, Instant from, Duration limit) throws SQLException {
        return within(rows, from, limit)
                .orElseThrow(() -> new IllegalStateException(rows + " was not empty within " + limit));
    }

    /** The same; empty when it is not by then. */
    Optional<Duration> within(String rows, Instant from, Duration limit) throws SQLException {
        try (Connection connection = postgres.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select not exists (select from " + rows + ")")) {
            park(Duration.between(clock.instant(), from));
            while (true) {
                try (ResultSet row = statement.executeQuery()) {
                    Duration passed = Duration.between(from, clock.instant());
                    if (row.next() && row.getBoolean(1)) {
                        return Optional.of(passed);
                    }
                    if (passed.compareTo(limit) > 0) {
                        return Optional.empty();
                    }
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private void park(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
