package energy.amps.connector.foxess;

import static energy.amps.connector.foxess.Rig.charge;
import static energy.amps.connector.foxess.Rig.discharge;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.Verdict;
import energy.amps.fault.FaultCode;
import energy.amps.standin.foxess.Fault;
import energy.amps.standin.foxess.Group;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose schedule an inverter follows, and what may be done about it (contract section 6). */
class SchedulerTest {
    private static final List<Group> OWNERS = List.of(
            Group.of(30, 269, "ForceCharge", 10, 100, 3000, 100), Group.of(1020, 1199, "Feedin", 10, 10, 0, 100));

    private Rig rig = Rig.hybrid();

    @AfterEach
    void close() {
        rig.close();
    }

    private static void isInTheWay(Outcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.code())
                .isEqualTo(FaultCode.SCHEDULER_ACTIVE));
    }

    @Test
    void theOwnersScheduleIsInTheWay() {
        rig.inverter.schedule(true, OWNERS, Rig.NOON);

        isInTheWay(rig.apply(charge(80)));
        isInTheWay(rig.apply(Instruction.of(Command.AUTO_BALANCED)));
        assertThat(rig.writes()).isEmpty();
        assertThat(rig.view().groups()).isEqualTo(OWNERS);
    }

    @Test
    void itIsClearedOnlyWhenThatIsAllowed() {
        rig.inverter.schedule(true, OWNERS, Rig.NOON);

        assertThat(rig.applyClearing(charge(80))).isInstanceOf(Outcome.Accepted.class);
        assertThat(rig.verdict(charge(80))).isEqualTo(Verdict.HOLDS);
    }

    /** Switched off, it is kept: the owner may switch it on again. */
    @Test
    void aStrategyLeavesTheOwnersGroupsWhereTheyAre() {
        rig.inverter.schedule(true, OWNERS, Rig.NOON);

        assertThat(rig.applyClearing(Instruction.of(Command.AUTO_RESERVE))).isInstanceOf(Outcome.Accepted.class);
        assertThat(rig.view().schedulerOn()).isFalse();
        assertThat(rig.view().groups()).isEqualTo(OWNERS);
    }

    @Test
    void aScheduleThatIsOffIsInNobodysWay() {
        rig.inverter.schedule(false, OWNERS, Rig.NOON);

        assertThat(rig.apply(charge(80))).isInstanceOf(Outcome.Accepted.class);
    }

    /** Some inverters have one at all times, which says what they do anyway. */
    @Test
    void aScheduleThatSaysNothingIsInNobodysWay() {
        rig.inverter.schedule(true, List.of(Group.of(0, 1439, "SelfUse", 10, 10, 0, 100)), Rig.NOON);

        assertThat(rig.apply(charge(80))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void ourOwnIsInNobodysWay() {
        rig.apply(charge(80));
        assertThat(rig.apply(discharge(30))).isInstanceOf(Outcome.Accepted.class);
        assertThat(rig.apply(Instruction.of(Command.IDLE))).isInstanceOf(Outcome.Accepted.class);
        assertThat(rig.apply(Instruction.of(Command.AUTO_EXPORT))).isInstanceOf(Outcome.Accepted.class);
    }

    /** An account that is linked again brings new traits; what was written to its inverters is still there. */
    @Test
    void ourOwnStaysOursWhenTheAccountIsLinkedAgain() {
        rig.apply(charge(80));
        rig.renewed();

        assertThat(rig.apply(discharge(30))).isInstanceOf(Outcome.Accepted.class);
    }

    /** Another controller took over: a reading says so, and nothing is written over it unasked. */
    @Test
    void anotherControllerDisplacesUs() {
        rig.apply(charge(80));
        rig.inverter.schedule(true, OWNERS, rig.clock.instant());

        assertThat(rig.verdict(charge(80))).isNotEqualTo(Verdict.HOLDS);
        isInTheWay(rig.apply(discharge(30)));
        isInTheWay(rig.giveBack(Instruction.of(Command.AUTO_BALANCED)));
        assertThat(rig.view().groups()).isEqualTo(OWNERS);
    }

    @Test
    void anotherControllerThatDoesOneThingContradictsUs() {
        rig.apply(charge(80));
        rig.inverter.schedule(
                true, List.of(Group.of(0, 1439, "ForceDischarge", 10, 10, 5000, 100)), rig.clock.instant());

        assertThat(rig.verdict(charge(80))).isEqualTo(Verdict.DOES_NOT_HOLD);
        isInTheWay(rig.apply(charge(90)));
    }

    /** Sent and not answered: whichever of the two holds, both were ours. */
    @Test
    void whatWasSentAndNotAnsweredIsOurs() {
        rig.close();
        rig = Rig.impatient();
        rig.apply(charge(80));
        rig.cloud.play("/scheduler/enable", new Fault.ApplyThenHang(), 1);
        assertThat(rig.apply(discharge(30))).isInstanceOf(Outcome.Unknown.class);
        assertThat(rig.verdict(discharge(30))).isEqualTo(Verdict.HOLDS);
        assertThat(rig.apply(charge(90))).isInstanceOf(Outcome.Accepted.class);

        rig.cloud.play("/scheduler/enable", new Fault.Hang(), 1);
        assertThat(rig.apply(discharge(30))).isInstanceOf(Outcome.Unknown.class);
        assertThat(rig.verdict(discharge(30))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(rig.apply(discharge(30))).isInstanceOf(Outcome.Accepted.class);
    }

    /** The platform died before it noted what it had written: the window is returned all the same. */
    @Test
    void aReturnTakesBackWhatNobodyNoted() {
        LinkedDevice before = rig.device();
        rig.open(charge(100), "2026-06-02T15:00:00Z");
        rig.forgetting(before);

        isInTheWay(rig.apply(charge(90)));
        assertThat(rig.giveBack(Instruction.of(Command.AUTO_BALANCED))).isInstanceOf(Outcome.Accepted.class);
        assertThat(rig.view().schedulerOn()).isFalse();
        assertThat(rig.view().groups()).noneMatch(Group::enabled);
    }
}
