package energy.amps.server.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.connector.Budget;
import energy.amps.connector.Budget.Renewal;
import energy.amps.server.vendor.Outlook.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** How often live devices are looked at: within its bounds, evenly, and in nobody's way. */
class PaceProperties {
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Provide
    Arbitrary<Pace.Standing> devices() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(1, 100))
                .as((busy, unchanged, failures, sharing) ->
                        new Pace.Standing(Optional.of(START), busy, unchanged, failures, sharing));
    }

    @Property
    void unmeteredDeviceIsSeenBetweenOneMinuteAndTheAgeOfACachedReading(
            @ForAll("devices") Pace.Standing device, @ForAll Random random) {
        Duration wait = Duration.between(START, Pace.next(device, Outlook.CLEAR, START, random.nextDouble()));
        assertThat(wait).isBetween(Pace.LEAST, device.failures() == 0 ? Pace.CALM : Pace.BACKOFF_MOST);
    }

    @Property
    void busySooner(@ForAll("devices") Pace.Standing device, @ForAll Random random) {
        double chance = random.nextDouble();
        Pace.Standing busy = new Pace.Standing(device.from(), true, device.unchanged(), 0, device.sharing());
        Pace.Standing calm = new Pace.Standing(device.from(), false, device.unchanged(), 0, device.sharing());
        assertThat(Pace.next(busy, Outlook.CLEAR, START, chance))
                .isBefore(Pace.next(calm, Outlook.CLEAR, START, chance));
    }

    @Property
    void failuresNeverBringALookForward(@ForAll("devices") Pace.Standing device, @ForAll Random random) {
        double chance = random.nextDouble();
        Pace.Standing worse = new Pace.Standing(
                device.from(), device.isBusy(), device.unchanged(), device.failures() + 1, device.sharing());
        assertThat(Pace.next(worse, Outlook.CLEAR, START, chance))
                .isAfterOrEqualTo(Pace.next(device, Outlook.CLEAR, START, chance));
    }

    @Property
    void closedAccountIsNotLookedAt(@ForAll("devices") Pace.Standing device, @ForAll Random random) {
        Instant until = START.plusSeconds(random.nextInt(1, 100_000));
        assertThat(Pace.next(device, new Outlook(Optional.of(until), List.of()), START, random.nextDouble()))
                .isAfterOrEqualTo(until);
    }

    @Property
    void usedUpBudgetIsNotLookedAtUntilItIsBack(@ForAll("devices") Pace.Standing device, @ForAll Random random) {
        Instant again = START.plusSeconds(random.nextInt(1, 100_000));
        Allowance none = new Allowance(0, 100, 1, Duration.ofDays(1), Optional.of(again), again);
        assertThat(Pace.next(device, new Outlook(Optional.empty(), List.of(none)), START, random.nextDouble()))
                .isAfterOrEqualTo(again);
    }

    @Provide
    Arbitrary<Budget> budgets() {
        return Combinators.combine(
                        Arbitraries.integers().between(8, 2_000),
                        Arbitraries.of("PT1M", "PT1H", "PT6H", "P1D").map(Duration::parse),
                        Arbitraries.of(Renewal.values()),
                        Arbitraries.doubles().between(0.1, 0.5))
                .as((calls, window, renewal, kept) ->
                        new Budget("b", "s", calls, window, renewal, (int) Math.floor(calls * kept)));
    }

    /** A device of the account, as the platform has it. */
    private static final class Device {
        private Optional<Instant> seen = Optional.empty();
        private Instant wake = START;
    }

    /** What became of a week. */
    private record Week(List<Instant> looks, int commandsRefused, int readsRefused, int looksRefused) {}

    /**
     * Devices of one account are looked at, while commands take no more than is kept for them within two windows, and readers no more
     * than is left to them.
     */
    private static Week week(Budget budget, int devices, int cost, Random chance, boolean others) {
        List<Device> all = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            all.add(new Device());
        }
        Ledger ledger = Ledger.EMPTY;
        List<Instant> looks = new ArrayList<>();
        int commandsRefused = 0;
        int readsRefused = 0;
        int looksRefused = 0;
        int leftToReaders = Quotas.limit(budget, Errand.READ) - Quotas.limit(budget, Errand.LOOK);
        long commandEvery = every(budget, budget.forCommands());
        long readEvery = every(budget, leftToReaders);
        Instant command = START.plusMillis(commandEvery);
        Instant reader = START.plusMillis(readEvery);
        Instant now = START;
        for (int events = 0; now.isBefore(START.plus(WEEK)) && events < 3_000; events++) {
            Device next = all.getFirst();
            for (Device each : all) {
                next = each.wake.isBefore(next.wake) ? each : next;
            }
            now = next.wake;
            if (others && command.isBefore(now) && command.isBefore(reader)) {
                now = command;
                boolean goes = ledger.used(budget, now, TIMEOUT) + 1 <= Quotas.limit(budget, Errand.COMMAND);
                commandsRefused += goes ? 0 : 1;
                ledger = goes ? ledger.spend(budget, now, TIMEOUT, 1) : ledger;
                command = now.plusMillis(commandEvery);
            } else if (others && reader.isBefore(now)) {
                now = reader;
                boolean goes = ledger.used(budget, now, TIMEOUT) + 1 <= budget.calls();
                readsRefused += goes ? 0 : 1;
                ledger = goes ? ledger.spend(budget, now, TIMEOUT, 1) : ledger;
                reader = now.plusMillis(readEvery);
            } else {
                Outlook outlook =
                        new Outlook(Optional.empty(), List.of(Quotas.allowance(budget, ledger, cost, now, TIMEOUT)));
                Pace.Standing standing = new Pace.Standing(next.seen, false, 0, 0, devices);
                Instant at = Pace.next(standing, outlook, now, chance.nextDouble());
                if (at.isAfter(now)) {
                    next.wake = at;
                } else if (ledger.used(budget, now, TIMEOUT) + cost > Quotas.limit(budget, Errand.LOOK)) {
                    looksRefused++;
                    next.wake = now.plus(Pace.LEAST);
                } else {
                    ledger = ledger.spend(budget, now, TIMEOUT, cost);
                    looks.add(now);
                    assertThat(next.seen.filter(now.minus(Pace.LEAST)::isBefore))
                            .isEmpty();
                    next.seen = Optional.of(now);
                    next.wake = now.plus(Pace.LEAST);
                }
            }
        }
        return new Week(looks, commandsRefused, readsRefused, looksRefused);
    }

    /** So that within any three windows no more than that many come. */
    private static long every(Budget budget, int calls) {
        return calls == 0 ? WEEK.toMillis() * 2 : 3 * budget.window().toMillis() / calls + 60_000;
    }

    @Property(tries = 60)
    void looksAreInNobodysWay(@ForAll("budgets") Budget budget, @ForAll Random chance) {
        Week week = week(budget, chance.nextInt(1, 20), chance.nextInt(1, 4), chance, true);
        assertThat(week.commandsRefused()).as("commands").isZero();
        assertThat(week.readsRefused()).as("readers").isZero();
        assertThat(week.looksRefused()).as("looks that had been allowed").isZero();
        assertThat(week.looks()).isNotEmpty();
    }

    /** A day's budget that is scarce is neither spent in the morning nor left in the evening. */
    @Property(tries = 30)
    void scarceDayIsSpentEvenly(@ForAll Random chance) {
        int devices = chance.nextInt(1, 6);
        Budget day = new Budget("day", "s", 40 * devices, Duration.ofDays(1), Renewal.FIXED, 8 * devices);
        List<Instant> looks = week(day, devices, 1, chance, false).looks();
        Instant second = START.plus(Duration.ofDays(1));
        int all = Quotas.limit(day, Errand.LOOK);
        for (int quarter = 0; quarter < 4; quarter++) {
            Instant from = second.plus(Duration.ofHours(6L * quarter));
            Instant to = from.plus(Duration.ofHours(6));
            long count = looks.stream()
                    .filter(at -> !at.isBefore(from) && at.isBefore(to))
                    .count();
            assertThat(count).as("quarter " + quarter).isBetween(all / 4L * 5 / 10, all / 4L * 15 / 10 + devices);
        }
    }

    @Example
    void deviceThatWasNeverSeenIsLookedAtAtOnce() {
        Pace.Standing fresh = new Pace.Standing(Optional.empty(), false, 0, 0, 1);
        assertThat(Pace.next(fresh, Outlook.CLEAR, START, 0.5)).isEqualTo(START);
    }
}
