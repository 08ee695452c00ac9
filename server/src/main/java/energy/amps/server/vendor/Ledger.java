package energy.amps.server.vendor;

import energy.amps.connector.Budget;
import energy.amps.connector.Budget.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calls that were set aside out of a budget, as far as they still count. Nobody knows when exactly a call reaches the vendor, so
 * each entry is a stretch in which it does, and counts wherever it may fall: the vendor never counts more than this. Immutable.
 *
 * @param entries oldest first
 */
record Ledger(List<Entry> entries) {
    static final Ledger EMPTY = new Ledger(List.of());

    /** How far the vendor's clock, and another node's, may be off. */
    static final Duration SKEW = Duration.ofSeconds(2);

    /** Into so many parts of its window entries of a budget are gathered. */
    static final int PARTS = 60;

    Ledger {
        entries = List.copyOf(entries);
    }

    /**
     * Calls that were set aside together.
     *
     * @param from the first instant at which the vendor may count them
     * @param until the last
     * @param calls how many
     */
    record Entry(Instant from, Instant until, int calls) {
        private String text() {
            return from.toEpochMilli() + ":" + until.toEpochMilli() + ":" + calls;
        }

        private static Entry of(String text) {
            String[] parts = text.split(":", -1);
            return new Entry(
                    Instant.ofEpochMilli(Long.parseLong(parts[0])),
                    Instant.ofEpochMilli(Long.parseLong(parts[1])),
                    Integer.parseInt(parts[2]));
        }
    }

    /** When calls that are set aside at {@code now} reach the vendor, each of which may take {@code timeout}. */
    private static Entry entry(Instant now, Duration timeout, int calls) {
        return new Entry(
                Instant.ofEpochMilli(now.minus(SKEW).toEpochMilli()),
                Instant.ofEpochMilli(now.plus(timeout).plus(SKEW).toEpochMilli() + 1),
                calls);
    }

    /** How many calls count against those that would be set aside at {@code now}. */
    int used(Budget budget, Instant now, Duration timeout) {
        Entry next = entry(now, timeout, 0);
        if (budget.renewal() == Renewal.ROLLING) {
            return entries.stream()
                    .filter(each -> each.until().plus(budget.window()).isAfter(next.from()))
                    .mapToInt(Entry::calls)
                    .sum();
        }
        int most = 0;
        for (long period = period(budget, next.from()); period <= period(budget, next.until()); period++) {
            long of = period;
            most = Math.max(
                    most,
                    entries.stream()
                            .filter(each -> period(budget, each.from()) <= of && of <= period(budget, each.until()))
                            .mapToInt(Entry::calls)
                            .sum());
        }
        return most;
    }

    /** The first instant from {@code now} on at which that many calls leave the budget's use at {@code limit} or below. */
    Instant when(Budget budget, int limit, Instant now, Duration timeout, int calls) {
        return Stream.concat(Stream.of(now), entries.stream().flatMap(each -> ends(budget, each)))
                .filter(at -> !at.isBefore(now))
                .sorted()
                .filter(at -> used(budget, at, timeout) + calls <= limit)
                .findFirst()
                .orElseGet(() -> now.plus(budget.window()));
    }

    /** The instants at which an entry may stop counting. */
    private static Stream<Instant> ends(Budget budget, Entry entry) {
        return budget.renewal() == Renewal.ROLLING
                ? Stream.of(entry.until().plus(budget.window()).plus(SKEW))
                : Stream.of(begin(budget, period(budget, entry.until()) + 1).plus(SKEW));
    }

    /** The same with calls that are set aside at {@code now}; without what counts no more. */
    Ledger spend(Budget budget, Instant now, Duration timeout, int calls) {
        Entry fresh = entry(now, timeout, calls);
        List<Entry> next = entries.stream()
                .filter(each -> !isOver(budget, each, now))
                .collect(Collectors.toCollection(ArrayList::new));
        Optional<Entry> last = next.isEmpty() ? Optional.empty() : Optional.of(next.getLast());
        if (last.filter(entry -> belongTogether(budget, entry, fresh)).isPresent()) {
            Entry with = last.get();
            next.removeLast();
            Instant from = with.from().isBefore(fresh.from()) ? with.from() : fresh.from();
            Instant until = with.until().isAfter(fresh.until()) ? with.until() : fresh.until();
            next.add(new Entry(from, until, with.calls() + calls));
        } else {
            next.add(fresh);
        }
        return new Ledger(next);
    }

    private static boolean isOver(Budget budget, Entry entry, Instant now) {
        Instant before = now.minus(SKEW).minus(SKEW);
        return budget.renewal() == Renewal.ROLLING
                ? !entry.until().plus(budget.window()).isAfter(before)
                : period(budget, entry.until()) < period(budget, before);
    }

    /** So that a ledger stays short. Entries that a fixed period tells apart stay apart. */
    private static boolean belongTogether(Budget budget, Entry last, Entry fresh) {
        Duration part = budget.window().dividedBy(PARTS);
        Duration grain = part.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : part;
        boolean near = Duration.between(last.from(), fresh.from()).compareTo(grain) < 0;
        return near
                && (budget.renewal() == Renewal.ROLLING
                        || (period(budget, last.from()) == period(budget, fresh.from())
                                && period(budget, last.until()) == period(budget, fresh.until())));
    }

    /** When the next spent call comes back; empty when none is out, or in a fixed budget the end of its period. */
    Optional<Instant> resetsAt(Budget budget, Instant now) {
        if (budget.renewal() == Renewal.FIXED) {
            return Optional.of(begin(budget, period(budget, now) + 1));
        }
        return entries.stream()
                .map(each -> each.until().plus(budget.window()))
                .filter(now::isBefore)
                .sorted()
                .findFirst();
    }

    /** From when on nothing here counts any more. */
    Instant expiresAt(Budget budget, Instant now) {
        return entries.stream()
                .map(each -> each.until().plus(budget.window().multipliedBy(2)))
                .reduce(now, (one, other) -> one.isAfter(other) ? one : other);
    }

    private static long period(Budget budget, Instant at) {
        return Math.floorDiv(at.toEpochMilli(), budget.window().toMillis());
    }

    private static Instant begin(Budget budget, long period) {
        return Instant.ofEpochMilli(period * budget.window().toMillis());
    }

    /** As it is stored. */
    String text() {
        return entries.stream().map(Entry::text).collect(Collectors.joining(";"));
    }

    static Ledger of(String text) {
        return text.isEmpty()
                ? EMPTY
                : new Ledger(Stream.of(text.split(";", -1)).map(Entry::of).toList());
    }
}
