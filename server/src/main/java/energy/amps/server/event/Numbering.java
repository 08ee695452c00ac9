package energy.amps.server.event;

import energy.amps.server.store.Ids;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One transaction of numbering: the SQL. */
final class Numbering {
    private final Tenant tenant;
    private final String customer;
    private final String environment;

    Numbering(Tenant tenant) {
        this.tenant = tenant;
        this.customer = tenant.customer().value();
        this.environment = tenant.environment().wire();
    }

    Tenant tenant() {
        return tenant;
    }

    /** Numbers the oldest events, {@code most} or a few more; gives them in order. */
    List<FeedEvent> run(Tx tx, int most) {
        Tx.Both<Long, FeedEvent> state = locked(tx, most);
        if (state.first().isEmpty()) {
            tx.update(
                    "insert into feed (customer_id, environment, last_position) values (?, ?, 0) on conflict do nothing",
                    customer,
                    environment);
            state = locked(tx, most);
        }
        long last = state.first().getFirst();
        List<FeedEvent> found = state.second();
        if (found.isEmpty()) {
            return List.of();
        }
        // All of them are here, unless there are more than were asked for.
        List<FeedEvent> whole = found.size() < most ? found : withPredecessors(tx, withRestOfItsInstant(tx, found));
        List<FeedEvent> numbered = InOrder.numbered(whole, last);
        tx.update(
                """
                update event e set position = t.position from unnest(?, ?) as t(id, position)
                where e.customer_id = ? and e.id = t.id;
                update feed set last_position = ? where customer_id = ? and environment = ?
                """,
                numbered.stream().map(FeedEvent::id).toArray(String[]::new),
                numbered.stream().map(FeedEvent::position).toArray(Long[]::new),
                customer,
                numbered.getLast().position(),
                customer,
                environment);
        return numbered;
    }

    /** The lock is a statement of its own: what is read behind it sees all that its last holder has numbered. */
    private Tx.Both<Long, FeedEvent> locked(Tx tx, int most) {
        return tx.both(
                row -> row.number("last_position"),
                FeedEvent::read,
                "select last_position from feed where customer_id = ? and environment = ? for update;\n"
                        + "select " + FeedEvent.COLUMNS + " from event"
                        + " where customer_id = ? and environment = ? and position is null order by id limit ?",
                customer,
                environment,
                customer,
                environment,
                most);
    }

    /** Adds what bears the last one's millisecond: within one, ids tell nothing of order. */
    private List<FeedEvent> withRestOfItsInstant(Tx tx, List<FeedEvent> events) {
        String last = events.getLast().id();
        List<FeedEvent> all = new ArrayList<>(events);
        all.addAll(tx.list(
                FeedEvent::read,
                "select " + FeedEvent.COLUMNS + " from event where customer_id = ? and environment = ?"
                        + " and position is null and id > ? and id < ? order by id limit ?",
                customer,
                environment,
                last,
                Ids.ceiling(last),
                Numberer.CATCH_UP));
        return all;
    }

    /** Adds what stands before one of the events on its device and has no number yet: a clock that is behind hid it. */
    private List<FeedEvent> withPredecessors(Tx tx, List<FeedEvent> events) {
        List<FeedEvent> all = new ArrayList<>(events);
        Set<Place> here = new HashSet<>();
        events.forEach(event -> place(event).ifPresent(here::add));
        List<FeedEvent> looking = events;
        while (!looking.isEmpty()) {
            List<Place> wanted = looking.stream()
                    .flatMap(event -> place(event).stream())
                    .map(place -> new Place(place.subject(), place.sequence() - 1))
                    .filter(place -> !here.contains(place))
                    .toList();
            looking = wanted.isEmpty()
                    ? List.of()
                    : tx.list(
                            FeedEvent::read,
                            "select " + FeedEvent.COLUMNS + " from unnest(?, ?) as t(subject, number)"
                                    + " join event on customer_id = ? and device_id = t.subject and sequence = t.number"
                                    + " where position is null and environment = ?",
                            wanted.stream().map(Place::subject).toArray(String[]::new),
                            wanted.stream().map(Place::sequence).toArray(Long[]::new),
                            customer,
                            environment);
            looking.forEach(event -> place(event).ifPresent(here::add));
            all.addAll(looking);
        }
        return all;
    }

    private record Place(String subject, long sequence) {}

    private static Optional<Place> place(FeedEvent event) {
        return event.subject().map(subject -> new Place(subject, event.sequence()));
    }
}
