package energy.amps.connector.foxess;

import static energy.amps.connector.foxess.Rig.charge;
import static energy.amps.connector.foxess.Rig.discharge;
import static energy.amps.connector.foxess.Rig.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Evidence;
import energy.amps.connector.Verdict;
import energy.amps.standin.foxess.Group;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a reading shows of an instruction. */
class VerificationTest {
    private final Rig rig = Rig.hybrid();

    @AfterEach
    void close() {
        rig.close();
    }

    private List<Evidence> evidence(Instruction instruction) {
        return rig.connector.evidence(rig.device(), instruction, rig.reading());
    }

    @Test
    void everyFigureCounts() {
        Instruction told = with(with(charge(80), Parameter.POWER, 2.5), Parameter.RESERVE, 30);
        rig.apply(told);

        assertThat(rig.verdict(told)).isEqualTo(Verdict.HOLDS);
        assertThat(rig.verdict(with(told, Parameter.TARGET, 81))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(rig.verdict(with(told, Parameter.POWER, 2.6))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(rig.verdict(with(told, Parameter.RESERVE, 31))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(rig.verdict(discharge(80))).isEqualTo(Verdict.DOES_NOT_HOLD);
    }

    /** What was not named cannot be contradicted. */
    @Test
    void whatWasNotNamedIsNotAskedFor() {
        rig.apply(with(charge(80), Parameter.POWER, 2.5));

        assertThat(rig.verdict(Instruction.of(Command.CHARGE))).isEqualTo(Verdict.HOLDS);
    }

    /** The floor was there first: the discharge stops at it, and that is what was meant (contract section 7). */
    @Test
    void aTargetBehindAFloorHolds() {
        rig.configure(Setting.DISCHARGE_FLOOR, 40, Unit.PERCENT);
        rig.apply(discharge(20));

        assertThat(rig.verdict(discharge(20))).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void aTargetBehindTheCeilingHolds() {
        rig.configure(Setting.CHARGE_CEILING, 60, Unit.PERCENT);
        rig.apply(with(charge(90), Parameter.RESERVE, 75));

        assertThat(rig.verdict(with(charge(90), Parameter.RESERVE, 75))).isEqualTo(Verdict.HOLDS);
    }

    /** Fractions: a target to the nearest, a floor upwards. */
    @Test
    void fractionsAreRounded() {
        rig.apply(charge(79.6));
        assertThat(rig.verdict(charge(79.6))).isEqualTo(Verdict.HOLDS);

        rig.apply(with(discharge(20.1), Parameter.POWER, 1.2345));
        assertThat(rig.verdict(with(discharge(20.1), Parameter.POWER, 1.2345))).isEqualTo(Verdict.HOLDS);
    }

    /** Idling has a rule of its own: told so is not enough, nothing may flow; but figures lag, so that is no contradiction. */
    @Test
    void idlingIsNotHeldToHoldWhileSomethingFlows() {
        rig.inverter.home(0, 2, Rig.NOON);
        rig.apply(Instruction.of(Command.IDLE));
        assertThat(rig.verdict(Instruction.of(Command.IDLE))).isEqualTo(Verdict.HOLDS);

        rig.inverter.level(55, rig.clock.instant());
        assertThat(rig.battery().chargeRate().orElseThrow().kilowatts()).isLessThan(-1);
        assertThat(rig.verdict(Instruction.of(Command.IDLE))).isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    void aModeOfTheVendorsOwnSaysNothing() {
        rig.inverter.workMode("PeakShaving", Rig.NOON);

        assertThat(rig.verdict(Instruction.of(Command.AUTO_BALANCED))).isEqualTo(Verdict.CANNOT_TELL);
    }

    /** After the window's last minute the groups are still there, and tell nothing. */
    @Test
    void aScheduleOutsideItsHoursSaysNothing() {
        rig.open(charge(80), "2026-06-02T13:00:00Z");
        assertThat(rig.verdict(charge(80))).isEqualTo(Verdict.HOLDS);

        assertThat(rig.at("2026-06-02T13:00:00Z").verdict(charge(80))).isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    void evidenceNamesWhatWasLookedAt() {
        rig.apply(with(charge(80), Parameter.POWER, 2.5));

        assertThat(evidence(with(charge(85), Parameter.POWER, 2.5)))
                .containsExactly(
                        new Evidence("currentMode", "charge", "charge"),
                        new Evidence("target", "85 percent", "80 percent"),
                        new Evidence("power", "2500 watts", "2500 watts"),
                        new Evidence("chargeRate", "0 kw or more", "2.5 kw"));
    }

    @Test
    void evidenceAgainstShowsTheOtherMode() {
        rig.inverter.schedule(true, List.of(Group.of(0, 1439, "ForceDischarge", 10, 10, 5000, 100)), Rig.NOON);

        assertThat(evidence(Instruction.of(Command.IDLE)))
                .containsExactly(
                        new Evidence("currentMode", "idle", "discharge"),
                        new Evidence("chargeRate", "about 0 kw", "-5.0 kw"));
    }

    @Test
    void evidenceOfNothing() {
        rig.inverter.workMode("PeakShaving", Rig.NOON);

        assertThat(evidence(Instruction.of(Command.AUTO_EXPORT)))
                .containsExactly(new Evidence("currentMode", "auto.export", "not reported"));
    }
}
