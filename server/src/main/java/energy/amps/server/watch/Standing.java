package energy.amps.server.watch;

import energy.amps.server.store.Database;
import energy.amps.server.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What stood in the database at an instant, over all tenants. No count goes beyond {@link #MOST}.
 *
 * @param unsettled actions whose last call to the vendor had no usable answer, and which no reading has settled yet
 * @param windowsOverdue open windows whose end has passed
 * @param oldestWindow how long the first of them has been past its end; zero when there is none
 * @param returnsFailed windows that failed with {@code REVERT_FAILED} and whose return is still tried
 * @param dueBacklog due rows whose instant has passed and which no node has taken
 * @param oldestDue how long the first of them has been waiting; zero when there is none
 */
record Standing(
        long unsettled,
        long windowsOverdue,
        Duration oldestWindow,
        long returnsFailed,
        long dueBacklog,
        Duration oldestDue) {

    /** Counting stops here: a look must stay cheap on the worst of days. */
    static final int MOST = 100_000;

    /**
     * Each part is read from an index that holds little while all is well. The order is the index's own: without it a planner
     * without statistics takes the index over everything that is live.
     */
    static final String QUERY = """
            select (select count(*) from (
                        select from due where unsettled order by due_at limit ?) u) as unsettled,
                   (select count(*) from (
                        select from due where back_at < ? order by back_at limit ?) w) as windows_overdue,
                   (select back_at from due where back_at < ? order by back_at limit 1) as oldest_window,
                   (select count(*) from (
                        select from due where back_at < ? and not holds order by back_at limit ?) r) as returns_failed,
                   (select count(*) from (
                        select from due where lease_owner is null and due_at < ? limit ?) d) as due_backlog,
                   (select min(due_at) from due where lease_owner is null and due_at < ?) as oldest_due
            """;

    static Standing at(Instant now, Database database) {
        return database.asEngineAtOnce(
                        tx -> tx.one(row -> of(now, row), QUERY, MOST, now, MOST, now, now, MOST, now, MOST, now))
                .orElseThrow();
    }

    private static Standing of(Instant now, Row row) {
        return new Standing(
                row.number("unsettled"),
                row.number("windows_overdue"),
                since(row.maybeInstant("oldest_window"), now),
                row.number("returns_failed"),
                row.number("due_backlog"),
                since(row.maybeInstant("oldest_due"), now));
    }

    private static Duration since(Optional<Instant> oldest, Instant now) {
        return oldest.map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
    }
}
