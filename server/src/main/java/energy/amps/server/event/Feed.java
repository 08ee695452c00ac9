package energy.amps.server.event;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.Database;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.util.List;
import java.util.OptionalLong;

/** A tenant's events in their order, each once, none left out. Thread-safe. */
public final class Feed {
    /** Most events of one page. */
    public static final int MOST = 50;

    private final Database database;
    private final Numberer numberer;
    private final Bells bells;

    public Feed(Database database, Numberer numberer, Bells bells) {
        this.database = database;
        this.numberer = numberer;
        this.bells = bells;
    }

    /**
     * A part of the feed.
     *
     * @param events in order
     * @param position behind which to go on
     * @param more whether there are more now
     */
    public record Part(List<FeedEvent> events, long position, boolean more) {}

    private record Bounds(long last, long gone) {}

    /**
     * The events behind a position.
     *
     * @param after the position; absent: from the oldest that is kept
     * @param limit 1 to {@link #MOST}
     */
    public Checked<Part> read(Tenant tenant, OptionalLong after, int limit) {
        boolean whole = caughtUp(tenant);
        Tx.Both<Bounds, FeedEvent> rows = database.both(
                tenant,
                row -> new Bounds(row.number("last_position"), row.number("gone_to")),
                FeedEvent::read,
                "select last_position, gone_to from feed where customer_id = ? and environment = ?;\n"
                        + "select " + FeedEvent.COLUMNS + " from event where customer_id = ? and environment = ?"
                        + " and position is not null and position > ? order by event.position limit ?",
                tenant.customer().value(),
                tenant.environment().wire(),
                tenant.customer().value(),
                tenant.environment().wire(),
                after.orElse(0),
                limit + 1);
        Bounds bounds = rows.first().stream().findFirst().orElse(new Bounds(0, 0));
        if (after.isPresent() && after.getAsLong() > bounds.last()) {
            return new Checked.Refused<>(Refusal.of(
                    ErrorCode.VALIDATION_ERROR, "The cursor is not one of this feed: it lies behind its end."));
        }
        if (after.isPresent() && after.getAsLong() < bounds.gone()) {
            return new Checked.Refused<>(Refusal.of(
                    ErrorCode.CURSOR_EXPIRED,
                    "Events behind this cursor are gone: they are kept for 30 days. Read without a cursor to begin with"
                            + " the oldest that is left."));
        }
        boolean more = rows.second().size() > limit;
        List<FeedEvent> events = more ? rows.second().subList(0, limit) : rows.second();
        long position = events.isEmpty()
                ? after.orElse(bounds.gone())
                : events.getLast().position();
        return new Checked.Passed<>(new Part(List.copyOf(events), position, more || !whole));
    }

    /** The end of the feed: behind it is what is yet to come. */
    public long end(Tenant tenant) {
        boolean whole;
        do {
            // Of a feed that nobody has read for long: what is in it already is not yet to come.
            whole = caughtUp(tenant);
        } while (!whole);
        return database
                .list(
                        tenant,
                        row -> row.number("last_position"),
                        "select last_position from feed where customer_id = ? and environment = ?",
                        tenant.customer().value(),
                        tenant.environment().wire())
                .stream()
                .findFirst()
                .orElse(0L);
    }

    /** Listens for a tenant's feed to grow; what other nodes add is not heard. */
    public Bells.Listener listen(Tenant tenant) {
        return bells.listen(tenant);
    }

    /** Numbers what has no number; false when there may be more of it. */
    private boolean caughtUp(Tenant tenant) {
        boolean nothing = database.list(
                        tenant,
                        row -> true,
                        "select 1 from event where customer_id = ? and environment = ? and position is null limit 1",
                        tenant.customer().value(),
                        tenant.environment().wire())
                .isEmpty();
        return nothing || numberer.catchUp(tenant);
    }
}
