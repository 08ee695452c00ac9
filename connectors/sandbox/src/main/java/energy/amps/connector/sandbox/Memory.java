package energy.amps.connector.sandbox;

import energy.amps.command.Setting;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is remembered of one device; what it is at any later instant follows from it and from what is around it.
 *
 * @param hardware which device it is
 * @param account how it was linked
 * @param journal what it was told, the latest last; empty while untouched, and without what was closed
 * @param pending the order on its way, if any
 * @param <S> as in {@link Flow}
 */
record Memory<S>(Hardware<S> hardware, Account account, List<Segment<S>> journal, Optional<Order> pending) {

    Memory {
        journal = List.copyOf(journal);
    }

    static <S> Memory<S> untouched(Hardware<S> hardware, Account account) {
        return new Memory<>(hardware, account, List.of(), Optional.empty());
    }

    /** This device once {@code order} was sent at {@code issuedAt}; an order still on its way then is dropped for it. */
    Memory<S> ordered(Order order, Instant issuedAt, Surroundings around) {
        Memory<S> current = through(issuedAt, around);
        return new Memory<>(hardware, account, current.journal, Optional.of(order)).through(issuedAt, around);
    }

    /** This device once settings were written at {@code at}. */
    Memory<S> configured(Map<Setting, BigDecimal> values, Instant at, Surroundings around) {
        Memory<S> current = through(at, around);
        return new Memory<>(
                hardware, account, current.begun(at, current.terms().with(values), around), current.pending);
    }

    /** This device with its account's marks changed. */
    Memory<S> with(Account changed) {
        return new Memory<>(hardware, changed, journal, pending);
    }

    /** This device with its pending order carried out, if that is due by {@code now}. */
    Memory<S> through(Instant now, Surroundings around) {
        return pending.filter(order -> !order.takesHold().isAfter(now))
                .map(order -> new Memory<>(
                        hardware, account, begun(order.takesHold(), terms().after(order), around), Optional.empty()))
                .orElse(this);
    }

    /** This device once its pending order will have been carried out, unless another comes before. */
    Memory<S> expected(Surroundings around) {
        return pending.map(order -> through(order.takesHold(), around)).orElse(this);
    }

    /** What it stands under, when its pending order is not counted. */
    Terms terms() {
        return journal.isEmpty()
                ? new Terms(hardware.factory(), Map.of())
                : journal.getLast().terms();
    }

    /** The device at {@code now}; an instant before the latest change counts as that change's. */
    Flow<S> at(Instant now, Surroundings around) {
        double second = Seconds.of(now);
        if (journal.isEmpty()) {
            return hardware.untouched(second);
        }
        Segment<S> latest = journal.getLast();
        return course(around).arrived(latest, Math.max(second, latest.second()));
    }

    /** Its life as far as it is remembered. */
    Course<S> course(Surroundings around) {
        return new Course<>(hardware, journal, around);
    }

    /** The journal with new terms from {@code at} on, never before those that stand. */
    private List<Segment<S>> begun(Instant at, Terms terms, Surroundings around) {
        List<Segment<S>> segments = new ArrayList<>(journal);
        Instant begin = at;
        if (!segments.isEmpty() && !at.isAfter(segments.getLast().at())) {
            begin = segments.getLast().at();
        }
        S state = at(begin, around).state();
        if (!segments.isEmpty() && begin.equals(segments.getLast().at())) {
            segments.removeLast();
        }
        segments.add(new Segment<>(begin, state, terms));
        return segments;
    }
}
