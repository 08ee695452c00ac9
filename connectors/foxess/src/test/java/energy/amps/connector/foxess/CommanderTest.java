package energy.amps.connector.foxess;

import static energy.amps.connector.foxess.Rig.charge;
import static energy.amps.connector.foxess.Rig.discharge;
import static energy.amps.connector.foxess.Rig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Outcome;
import energy.amps.connector.Verdict;
import energy.amps.standin.foxess.Errno;
import energy.amps.standin.foxess.Fault;
import energy.amps.standin.foxess.Group;
import energy.amps.standin.foxess.Hardware;
import energy.amps.standin.foxess.Inverter;
import energy.amps.standin.foxess.Received;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every verb, and what the battery then does. */
class CommanderTest {
    private Rig rig = Rig.hybrid();

    private Rig use(Rig other) {
        rig.close();
        rig = other;
        return rig;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    }

    private List<Group> groups() {
        return rig.view().groups().stream().filter(Group::enabled).toList();
    }

    @Test
    void chargeFillsUpToItsTargetAndHoldsThere() {
        accepted(rig.apply(with(charge(80), Parameter.POWER, 3)));

        assertThat(rig.view().schedulerOn()).isTrue();
        assertThat(groups()).containsExactly(Group.of(0, 1439, "ForceCharge", 10, 80, 3000, 80));
        assertThat(rig.view().flow()).isEqualTo(3);
        rig.wait("PT6H");
        assertThat(rig.view().level()).isEqualTo(80, within(0.6));
        assertThat(rig.view().flow()).isZero();
    }

    @Test
    void dischargeEmptiesDownToItsTarget() {
        rig.inverter.level(70, Rig.NOON);
        accepted(rig.apply(discharge(30)));

        assertThat(rig.view().flow()).isEqualTo(-5);
        rig.wait("PT6H");
        assertThat(rig.view().level()).isEqualTo(30, within(1.0));
    }

    /** Contract section 7: discharge stops at the highest of target, reserve and both floors. */
    @Test
    void dischargeStopsAtTheHighestFloor() {
        rig.configure(Setting.DISCHARGE_FLOOR, 35, Unit.PERCENT);
        accepted(rig.apply(with(discharge(20), Parameter.RESERVE, 25)));
        assertThat(groups().getFirst().fdSoc()).isEqualTo(35);

        accepted(rig.apply(with(discharge(20), Parameter.RESERVE, 45.2)));
        assertThat(groups().getFirst().fdSoc()).isEqualTo(46);
        assertThat(groups().getFirst().minSocOnGrid()).isEqualTo(46);
    }

    @Test
    void whatIsKeptForAnOutageIsAFloorToo() {
        rig.configure(Setting.SAFETY_RESERVE, 55, Unit.PERCENT);
        accepted(rig.apply(discharge(20)));

        assertThat(groups().getFirst().fdSoc()).isEqualTo(55);
        assertThat(rig.verdict(discharge(20))).isEqualTo(Verdict.HOLDS);
    }

    /** Contract section 7: charge stops at the lower of target and ceiling. */
    @Test
    void chargeStopsAtTheCeiling() {
        rig.configure(Setting.CHARGE_CEILING, 70, Unit.PERCENT);

        accepted(rig.apply(Instruction.of(Command.CHARGE)));

        assertThat(groups().getFirst().maxSoc()).isEqualTo(70);
        assertThat(rig.verdict(Instruction.of(Command.CHARGE))).isEqualTo(Verdict.HOLDS);
    }

    /** Emulated: own use between two bounds that are what the level is. Neither sun nor home moves it. */
    @Test
    void idleKeepsTheLevelWhateverTheHomeDoes() {
        rig.inverter.level(57, Rig.NOON).home(4, 0.5, Rig.NOON);
        accepted(rig.apply(Instruction.of(Command.IDLE)));

        assertThat(rig.wait("PT3H").view().level()).isEqualTo(57, within(0.1));
        rig.inverter.home(0, 3, rig.clock.instant());
        assertThat(rig.wait("PT3H").view().level()).isEqualTo(57, within(0.1));
        assertThat(rig.reading().standing()).contains(Instruction.of(Command.IDLE));
    }

    /** Its own return: the bounds go with the schedule, whatever comes next. */
    @Test
    void whatComesAfterIdleFindsNoFence() {
        accepted(rig.apply(Instruction.of(Command.IDLE)));
        accepted(rig.apply(Instruction.of(Command.AUTO_BALANCED)));

        assertThat(rig.view().schedulerOn()).isFalse();
        assertThat(rig.view().minSocOnGrid()).isEqualTo(10);
        assertThat(rig.view().maxSoc()).isEqualTo(100);
        rig.inverter.home(4, 0.5, rig.clock.instant());
        assertThat(rig.view().flow()).isEqualTo(3.5, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(
            value = Command.class,
            names = {"AUTO_BALANCED", "AUTO_RESERVE", "AUTO_EXPORT"})
    void aStrategyIsAWorkMode(Command strategy) {
        accepted(rig.apply(Instruction.of(strategy)));

        assertThat(rig.view().workMode())
                .isEqualTo(Translation.workMode(strategy).orElseThrow());
        assertThat(rig.view().schedulerOn()).isFalse();
        assertThat(rig.verdict(Instruction.of(strategy))).isEqualTo(Verdict.HOLDS);
    }

    /** Else it would lie in wait for whoever switches the scheduler on again. */
    @Test
    void ourScheduleIsEmptiedBeforeItIsSwitchedOff() {
        accepted(rig.apply(charge(90)));
        accepted(rig.apply(Instruction.of(Command.AUTO_BALANCED)));

        assertThat(groups()).isEmpty();
        rig.inverter.schedule(true, rig.view().groups(), rig.clock.instant());
        assertThat(rig.view().flow()).isLessThanOrEqualTo(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Command.class,
            names = {"CHARGE", "DISCHARGE", "IDLE", "AUTO_BALANCED", "AUTO_RESERVE", "AUTO_EXPORT"})
    void anEvoTakesEveryVerbAsASchedule(Command command) {
        use(Rig.evo());
        accepted(rig.apply(Instruction.of(command)));

        assertThat(rig.writes()).extracting(Received::route).containsExactly("POST /op/v3/device/scheduler/enable");
        assertThat(groups()).singleElement().satisfies(group -> {
            assertThat(group.start()).isZero();
            assertThat(group.end()).isEqualTo(1439);
        });
        rig.inverter.home(0.5, 0.5, Rig.NOON);
        assertThat(rig.verdict(Instruction.of(command))).isEqualTo(Verdict.HOLDS);
    }

    /** A write without them would set them back. */
    @Test
    void anEvoKeepsTheLimitsOfItsSite() {
        use(Rig.evo());
        rig.inverter.schedule(
                true,
                List.of(new Group(true, 0, 1439, "SelfUse", 10, 10, 0, 100, Map.of("exportLimit", 3680.0))),
                Rig.NOON);

        accepted(rig.apply(charge(80)));

        assertThat(groups().getFirst().limits())
                .containsEntry("exportLimit", 3680.0)
                .containsEntry("importLimit", 12000.0);
    }

    /** The read-back of the newer scheduler has fields that nobody sent, and its figures are decimals. */
    @Test
    void anEvosReadBackIsKnownAsOurs() {
        use(Rig.evo());
        accepted(rig.apply(charge(80)));
        accepted(rig.apply(discharge(20)));
        accepted(rig.apply(Instruction.of(Command.AUTO_RESERVE)));
    }

    @Test
    void withoutASchedulerThereIsNothingToLookAt() {
        use(Rig.of(Hardware.hybrid(Rig.SN, Rig.LONDON).with(Hardware.Scheduler.NONE)));
        accepted(rig.apply(Instruction.of(Command.AUTO_EXPORT)));

        assertThat(rig.cloud.received()).extracting(Received::route).containsExactly("POST /op/v0/device/setting/set");
        assertThat(rig.view().workMode()).isEqualTo("Feedin");
    }

    /** Writing a schedule was seen to switch it on; what was seen is not promised. */
    @Test
    void theSwitchIsTurnedOnInAnyCase() {
        rig.inverter.savingLeavesTheSwitch();
        accepted(rig.apply(charge(80)));

        assertThat(rig.view().schedulerOn()).isTrue();
    }

    @Test
    void aWindowEndsByTheInvertersOwnClock() {
        accepted(rig.open(with(charge(100), Parameter.POWER, 1), "2026-06-02T15:00:00Z"));

        // 13:00 to 15:59 in London, the last minute inclusive
        assertThat(groups()).singleElement().satisfies(group -> assertThat(List.of(group.start(), group.end()))
                .containsExactly(780, 959));
        assertThat(rig.at("2026-06-02T14:59:59Z").view().flow()).isGreaterThan(0);
        assertThat(rig.at("2026-06-02T15:00:00Z").view().flow()).isLessThanOrEqualTo(0);
    }

    /** A group may not cross midnight: the vendor refuses one that does. */
    @Test
    void aWindowOverMidnightIsTwoGroups() {
        rig.at("2026-06-02T21:30:00Z");
        accepted(rig.open(charge(100), "2026-06-03T04:30:00Z"));

        assertThat(groups()).extracting(Group::start, Group::end).containsExactly(tuple(0, 329), tuple(1350, 1439));
        rig.inverter.level(20, rig.clock.instant());
        assertThat(rig.at("2026-06-02T22:59:59Z").view().flow()).isGreaterThan(0);
        assertThat(rig.at("2026-06-02T23:00:00Z").view().flow()).isGreaterThan(0);
        assertThat(rig.reading().standing().orElseThrow().command()).isEqualTo(Command.CHARGE);
    }

    @Test
    void withoutAZoneTheInverterCannotEndAWindow() {
        rig.withoutZone();
        accepted(rig.open(charge(100), "2026-06-02T15:00:00Z"));

        assertThat(groups()).singleElement().satisfies(group -> assertThat(group.end())
                .isEqualTo(1439));
        assertThat(rig.verdict(charge(100))).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void theReturnOfAWindowPutsTheModeBack() {
        rig.inverter.workMode("Feedin", Rig.NOON);
        accepted(rig.open(charge(100), "2026-06-02T15:00:00Z"));
        accepted(rig.at("2026-06-02T15:00:00Z").giveBack(Instruction.of(Command.AUTO_EXPORT)));

        Inverter.View view = rig.view();
        assertThat(view.schedulerOn()).isFalse();
        assertThat(view.workMode()).isEqualTo("Feedin");
    }

    @Test
    void noWriteIsSentTwice() {
        accepted(rig.apply(charge(80)));

        assertThat(rig.writes())
                .extracting(Received::route)
                .containsExactly("POST /op/v1/device/scheduler/enable", "POST /op/v1/device/scheduler/set/flag");
    }

    @Test
    void aParameterThatTheDeviceRefusesIsARejection() {
        rig.cloud.play("/scheduler/enable", new Fault.Refuse(Errno.BAD_PARAMETER), 1);

        assertThat(rig.apply(charge(80))).isInstanceOf(Outcome.Rejected.class);
        assertThat(groups()).isEmpty();
    }
}
