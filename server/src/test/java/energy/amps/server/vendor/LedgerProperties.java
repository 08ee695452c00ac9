package energy.amps.server.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.connector.Budget;
import energy.amps.connector.Budget.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A simulated week of polling and commands from several nodes, whose clocks differ, against a vendor that counts every call at the
 * instant at which it happens to arrive: no budget is ever exceeded, and commands find what is kept for them.
 */
class LedgerProperties {
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final List<Errand> ERRANDS = List.of(Errand.values());

    @Provide
    Arbitrary<Budget> budgets() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 200),
                        Arbitraries.of("PT10S", "PT1M", "PT17M", "PT1H", "PT6H", "P1D")
                                .map(Duration::parse),
                        Arbitraries.of(Renewal.values()),
                        Arbitraries.doubles().between(0, 0.9))
                .as((calls, window, renewal, kept) -> new Budget(
                        "b", "s", calls, window, renewal, (int) Math.min(calls - 1.0, Math.floor(calls * kept))));
    }

    /** What the vendor saw: the instant at which so many calls arrived. */
    private record Arrival(Instant at, int calls) {}

    @Property(tries = 40)
    void noBudgetIsEverExceededInAWeek(@ForAll("budgets") Budget budget, @ForAll Random chance) {
        Duration timeout = Duration.ofSeconds(chance.nextInt(1, 31));
        List<Arrival> arrivals = new ArrayList<>();
        Ledger ledger = Ledger.EMPTY;
        Instant now = START;
        int attempts = 0;
        while (now.isBefore(START.plus(WEEK)) && attempts++ < 4_000) {
            // Nodes take turns under the row's lock; each has a clock of its own, a little off.
            Instant nodes = now.plusMillis(chance.nextInt(-900, 901));
            Errand errand = ERRANDS.get(chance.nextInt(ERRANDS.size()));
            int calls = chance.nextInt(1, 4);
            if (ledger.used(budget, nodes, timeout) + calls <= Quotas.limit(budget, errand)) {
                ledger = Ledger.of(ledger.spend(budget, nodes, timeout, calls).text());
                // The vendor's clock is off as well; a call may take as long as it may.
                long delay = chance.nextLong(-1_000, timeout.toMillis() + 1_001);
                arrivals.add(new Arrival(now.plusMillis(delay), calls));
            }
            assertThat(ledger.entries()).hasSizeLessThan(400);
            now = now.plusMillis(pause(budget, chance));
        }
        arrivals.sort(Comparator.comparing(Arrival::at));
        assertThat(most(budget, arrivals)).isLessThanOrEqualTo(budget.calls());
        assertThat(arrivals).isNotEmpty();
    }

    /** Bursts, then nothing for a while, or a steady drip. */
    private static long pause(Budget budget, Random chance) {
        long window = budget.window().toMillis();
        return switch (chance.nextInt(4)) {
            case 0 -> 0;
            case 1 -> chance.nextLong(1_000);
            case 2 -> chance.nextLong(window / budget.calls() + 1);
            default -> chance.nextInt(50) == 0 ? chance.nextLong(2 * window) : chance.nextLong(window / 20 + 1);
        };
    }

    private static int most(Budget budget, List<Arrival> arrivals) {
        int most = 0;
        for (int i = 0; i < arrivals.size(); i++) {
            Instant from = arrivals.get(i).at();
            int sum = 0;
            for (int j = i;
                    j < arrivals.size()
                            && isCountedTogether(budget, from, arrivals.get(j).at());
                    j++) {
                sum += arrivals.get(j).calls();
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    private static boolean isCountedTogether(Budget budget, Instant first, Instant other) {
        long window = budget.window().toMillis();
        return budget.renewal() == Renewal.ROLLING
                ? Duration.between(first, other).toMillis() < window
                : Math.floorDiv(first.toEpochMilli(), window) == Math.floorDiv(other.toEpochMilli(), window);
    }

    /** However readers press, a command finds something as long as commands alone have not spent what is kept. */
    @Property(tries = 200)
    void whatIsKeptForCommandsIsNeverTakenByReadings(@ForAll("budgets") Budget budget, @ForAll Random chance) {
        Duration timeout = Duration.ofSeconds(5);
        Ledger ledger = Ledger.EMPTY;
        int commands = 0;
        for (int i = 0; i < 2 * budget.calls(); i++) {
            Errand errand = chance.nextInt(3) == 0 ? Errand.COMMAND : chance.nextBoolean() ? Errand.READ : Errand.LOOK;
            boolean goes = ledger.used(budget, START, timeout) + 1 <= Quotas.limit(budget, errand);
            if (errand == Errand.COMMAND) {
                assertThat(goes || commands >= budget.forCommands()).isTrue();
                commands += goes ? 1 : 0;
            }
            ledger = goes ? ledger.spend(budget, START, timeout, 1) : ledger;
        }
    }

    /** The platform's own looks stop first, then readers; both find something where nothing else has been spent. */
    @Property
    void ownLooksGiveWayFirst(@ForAll("budgets") Budget budget) {
        assertThat(Quotas.limit(budget, Errand.LOOK)).isBetween(1, Quotas.limit(budget, Errand.READ));
        assertThat(Quotas.limit(budget, Errand.READ)).isEqualTo(budget.calls() - budget.forCommands());
        assertThat(Quotas.limit(budget, Errand.COMMAND)).isEqualTo(budget.calls());
    }

    /** The instant that a refused call is told is one at which it would pass, and not much later than need be. */
    @Property(tries = 200)
    void whoIsToldToComeBackFindsRoom(@ForAll("budgets") Budget budget, @ForAll Random chance) {
        Duration timeout = Duration.ofSeconds(5);
        Ledger ledger = Ledger.EMPTY;
        Instant now = START;
        for (int i = 0; i < 3 * budget.calls(); i++) {
            now = now.plusMillis(chance.nextLong(budget.window().toMillis() / budget.calls() + 1));
            if (ledger.used(budget, now, timeout) + 1 <= budget.calls()) {
                ledger = ledger.spend(budget, now, timeout, 1);
                continue;
            }
            Instant when = ledger.when(budget, budget.calls(), now, timeout, 1);
            assertThat(when).isAfter(now);
            assertThat(ledger.used(budget, when, timeout) + 1).isLessThanOrEqualTo(budget.calls());
            assertThat(when).isBefore(now.plus(budget.window().multipliedBy(2)).plusSeconds(60));
        }
    }

    @Example
    void aCallAroundMidnightCountsInBothDays() {
        Budget day = new Budget("day", "s", 2, Duration.ofDays(1), Renewal.FIXED, 0);
        Instant late = Instant.parse("2026-06-01T23:59:59Z");
        Ledger ledger = Ledger.EMPTY.spend(day, late, Duration.ofSeconds(10), 1);
        assertThat(ledger.used(day, Instant.parse("2026-06-01T12:00:00Z"), Duration.ofSeconds(10)))
                .isEqualTo(1);
        assertThat(ledger.used(day, Instant.parse("2026-06-02T12:00:00Z"), Duration.ofSeconds(10)))
                .isEqualTo(1);
        assertThat(ledger.used(day, Instant.parse("2026-06-03T12:00:00Z"), Duration.ofSeconds(10)))
                .isZero();
        assertThat(ledger.resetsAt(day, late)).contains(Instant.parse("2026-06-02T00:00:00Z"));
    }
}
