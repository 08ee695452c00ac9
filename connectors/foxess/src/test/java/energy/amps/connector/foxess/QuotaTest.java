package energy.amps.connector.foxess;

import static energy.amps.connector.foxess.Rig.charge;
import static energy.amps.connector.foxess.Rig.discharge;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Budget;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.standin.foxess.Hardware;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendor counts, and that it never counts too many. */
class QuotaTest {
    private Rig rig = Rig.hybrid();

    @AfterEach
    void close() {
        rig.close();
    }

    private void use(String kind) {
        rig.close();
        Hardware hybrid = Hardware.hybrid(Rig.SN, Rig.LONDON);
        rig = Rig.of(
                switch (kind) {
                    case "evo" -> Hardware.evo(Rig.SN, Rig.LONDON);
                    case "no scheduler" -> hybrid.with(Hardware.Scheduler.NONE);
                    default -> hybrid;
                });
    }

    private void costsAtMost(Operation operation, String what) {
        assertThat(rig.cloud.received().size()).as(what).isBetween(1, rig.connector.calls(operation, rig.device()));
    }

    /** After everything that went before it, no operation makes more calls than it says. */
    @ParameterizedTest
    @ValueSource(strings = {"hybrid", "evo", "no scheduler"})
    void noOperationCostsMoreThanItSays(String kind) {
        use(kind);
        for (Command before : rig.capabilities().commands().keySet()) {
            for (Command command : rig.capabilities().commands().keySet()) {
                rig.apply(Instruction.of(before));
                rig.cloud.received();
                assertThat(rig.apply(Instruction.of(command))).isInstanceOf(Outcome.Accepted.class);
                costsAtMost(Operation.APPLY, command + " after " + before);
                rig.reading();
                costsAtMost(Operation.READ, "read of " + command);
                rig.configure(Map.of(Setting.SAFETY_RESERVE, Quantity.of(12, Unit.PERCENT)));
                costsAtMost(Operation.CONFIGURE, "a setting under " + command);
            }
        }
    }

    @Test
    void allSettingsAtOnceCostNoMoreThanTheySay() {
        assertThat(rig.configure(Map.of(
                        Setting.DISCHARGE_FLOOR, Quantity.of(12, Unit.PERCENT),
                        Setting.CHARGE_CEILING, Quantity.of(90, Unit.PERCENT),
                        Setting.EXPORT_LIMIT, Quantity.of(3000, Unit.WATTS))))
                .isInstanceOf(SettingsOutcome.Written.class);
        costsAtMost(Operation.CONFIGURE, "all settings");
    }

    @Test
    void theBudgetIsTheInverters() {
        assertThat(rig.connector.budgets(rig.device()))
                .containsExactly(new Budget("day", Rig.SN, 1400, Duration.ofDays(1), Budget.Renewal.ROLLING, 200));
    }

    /** As the platform keeps one: nothing is called that might go over, and readings leave what is kept for commands. */
    private final class Broker {
        private final Deque<Instant> spent = new ArrayDeque<>();

        boolean take(Operation operation) {
            Budget budget = rig.connector.budgets(rig.device()).getFirst();
            Instant now = rig.clock.instant();
            while (!spent.isEmpty() && !spent.peekFirst().plus(budget.window()).isAfter(now)) {
                spent.removeFirst();
            }
            int cost = rig.connector.calls(operation, rig.device());
            int most = operation == Operation.READ ? budget.calls() - budget.forCommands() : budget.calls();
            if (spent.size() + cost > most) {
                return false;
            }
            for (int i = 0; i < cost; i++) {
                spent.addLast(now);
            }
            return true;
        }
    }

    /** A week in which somebody reads every minute, as much as is let through, and pushes every hour. */
    @Test
    void aWeekNeverGoesOverTheQuota() {
        Broker broker = new Broker();
        List<Instruction> pushes =
                List.of(charge(90), Instruction.of(Command.IDLE), discharge(30), Instruction.of(Command.AUTO_BALANCED));
        int reads = 0;
        int pushed = 0;
        for (int minute = 0; minute < 7 * 24 * 60; minute++) {
            rig.wait("PT1M");
            if (minute % 60 == 0) {
                assertThat(broker.take(Operation.APPLY)).as("minute " + minute).isTrue();
                assertThat(rig.apply(pushes.get(pushed % pushes.size()))).isInstanceOf(Outcome.Accepted.class);
                pushed++;
            }
            if (broker.take(Operation.READ)) {
                assertThat(rig.connector.read(rig.device())).isInstanceOf(ReadOutcome.Reading.class);
                reads++;
            }
        }
        assertThat(rig.cloud.callsByDay(Rig.KEY)).hasSize(8).allMatch(calls -> calls <= 1440);
        assertThat(pushed).isEqualTo(168);
        assertThat(reads).isGreaterThan(7 * 100);
    }

    /** Who asks the vendor past the quota is told so, and the stand-in counts what it refuses. */
    @Test
    void withoutABrokerTheVendorRefuses() {
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            refused += rig.connector.read(rig.device()) instanceof ReadOutcome.Unreadable ? 1 : 0;
        }
        assertThat(refused).isPositive();
        assertThat(rig.cloud.callsByDay(Rig.KEY)).allMatch(calls -> calls > 1440);
    }
}
