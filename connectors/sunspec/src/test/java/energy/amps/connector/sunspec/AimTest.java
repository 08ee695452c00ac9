package energy.amps.connector.sunspec;

import static energy.amps.connector.sunspec.House.instruction;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an instruction wants of the registers, and what the registers mean. */
class AimTest {
    private static final Controls OWNER = new Controls(0, 10_000, 10_000, 0, 0, 1000);
    private static final Ratings RATINGS = ratings(-2, 5000, 4000);

    private static Ratings ratings(int rateScale, int charge, int discharge) {
        return new Ratings(
                Optional.of(BigDecimal.valueOf(10_000)),
                BigDecimal.valueOf(charge),
                BigDecimal.valueOf(discharge),
                Optional.of(rateScale),
                Optional.of(-2),
                true,
                true);
    }

    private static Controls wanted(Instruction instruction) {
        return new Aim(instruction, RATINGS).controls(OWNER, false, 3600);
    }

    @Test
    void chargeDemandsOfTheDischargeLimitAndLetsTheGridIn() {
        assertThat(wanted(instruction(Command.CHARGE))).isEqualTo(new Controls(2, 10_000, -10_000, 3600, 1, 1000));
        assertThat(wanted(instruction(Command.CHARGE, Parameter.POWER, 2.5)))
                .isEqualTo(new Controls(3, 5000, -5000, 3600, 1, 1000));
    }

    @Test
    void dischargeDemandsOfTheChargeLimit() {
        assertThat(wanted(instruction(Command.DISCHARGE))).isEqualTo(new Controls(1, -10_000, 10_000, 3600, 0, 1000));
        assertThat(wanted(instruction(Command.DISCHARGE, Parameter.POWER, 2)))
                .as("the cap by the discharging power, the demand by the larger one")
                .isEqualTo(new Controls(3, -4000, 5000, 3600, 0, 1000));
    }

    @Test
    void idleForbidsBoth() {
        assertThat(wanted(instruction(Command.IDLE))).isEqualTo(new Controls(3, 0, 0, 3600, 0, 1000));
    }

    /** Two limits at zero, and not the one of discharging alone: an idle battery takes nothing from the sun either. */
    @Test
    void whatIsMetIsHeldAsIdle() {
        Aim aim = new Aim(instruction(Command.CHARGE, Parameter.TARGET, 80), RATINGS);
        assertThat(aim.controls(OWNER, true, 60)).isEqualTo(new Controls(3, 0, 0, 60, 0, 1000));
    }

    @Test
    void reserveIsTheHighestOfWhatIsAskedFor() {
        assertThat(wanted(instruction(Command.DISCHARGE, Parameter.TARGET, 30, Parameter.RESERVE, 20))
                        .floor())
                .isEqualTo(3000);
        assertThat(wanted(instruction(Command.DISCHARGE, Parameter.TARGET, 5)).floor())
                .as("never below the owner's")
                .isEqualTo(1000);
        assertThat(wanted(instruction(Command.CHARGE, Parameter.TARGET, 80, Parameter.RESERVE, 40))
                        .floor())
                .isEqualTo(4000);
        assertThat(wanted(instruction(Command.AUTO_RESERVE)).floor()).isEqualTo(10_000);
    }

    @Test
    void whoIsLetGoGetsBackWhatTheOwnerHad() {
        Controls limited = new Controls(1, 6000, 10_000, 0, 0, 1000);
        Aim aim = new Aim(instruction(Command.AUTO_BALANCED), RATINGS);
        assertThat(aim.controls(limited, false, 0)).isEqualTo(limited);
        assertThat(aim.controls(new Controls(2, 0, -5000, 900, 1, 1000), false, 0))
                .as("a demand that stood before is nobody's any more")
                .isEqualTo(new Controls(0, 10_000, 10_000, 0, 1, 1000));
    }

    @Test
    void whatADeviceDoesNotHaveIsNotWritten() {
        Controls bare = new Controls(0, 10_000, 10_000, Controls.ABSENT, Controls.ABSENT, Controls.ABSENT);
        Aim aim = new Aim(instruction(Command.CHARGE), RATINGS);
        Controls wanted = aim.controls(bare, false, 3600);
        assertThat(wanted.revert()).isEqualTo(Controls.ABSENT);
        assertThat(Writes.between(new Layout.Model(124, 40_000, 24), bare, wanted)
                        .all())
                .extracting(Writes.Write::what)
                .containsExactly("OutWRte=-10000, InWRte=10000", "StorCtl_Mod=2");
    }

    /** A cap is a cap: no rounding exceeds it. */
    @ParameterizedTest
    @CsvSource({"-2, 1.234, 2468", "0, 1.234, 24", "0, 0.04, 0", "-2, 5, 10000", "-2, 7, 10000", "-1, 3.333, 666"})
    void ratesAreRoundedDown(int scale, double kilowatts, int register) {
        Aim aim = new Aim(instruction(Command.CHARGE, Parameter.POWER, kilowatts), ratings(scale, 5000, 5000));
        Controls wanted = aim.controls(OWNER, false, 0);
        assertThat(wanted.in()).isEqualTo(register);
        assertThat(wanted.out()).isEqualTo(-register);
    }

    @Test
    void modeGoesLastWhenItBindsAndFirstWhenItReleases() {
        Layout.Model model = new Layout.Model(124, 40_000, 24);
        Controls charging = wanted(instruction(Command.CHARGE));
        assertThat(Writes.between(model, OWNER, charging).all())
                .extracting(Writes.Write::what)
                .containsExactly(
                        "ChaGriSet=1", "InOutWRte_RvrtTms=3600", "OutWRte=-10000, InWRte=10000", "StorCtl_Mod=2");
        assertThat(Writes.between(model, charging, OWNER).all())
                .extracting(Writes.Write::what)
                .containsExactly("StorCtl_Mod=0", "ChaGriSet=0", "InOutWRte_RvrtTms=0", "OutWRte=10000, InWRte=10000");
    }

    @Test
    void targetsAreMetWithSomeSlackOnceTheyWere() {
        Aim charge = new Aim(instruction(Command.CHARGE, Parameter.TARGET, 80), RATINGS);
        assertThat(charge.holds(level(79.9), OWNER, false)).isFalse();
        assertThat(charge.holds(level(80), OWNER, false)).isTrue();
        assertThat(charge.holds(level(78), OWNER, true)).isTrue();
        assertThat(charge.holds(level(77.9), OWNER, true)).isFalse();
        Aim discharge = new Aim(instruction(Command.DISCHARGE, Parameter.TARGET, 5), RATINGS);
        assertThat(discharge.holds(level(10.1), OWNER, false)).isFalse();
        assertThat(discharge.holds(level(10), OWNER, false))
                .as("the owner's reserve")
                .isTrue();
        assertThat(new Aim(instruction(Command.CHARGE), RATINGS).holds(level(100), OWNER, false))
                .isFalse();
        assertThat(charge.holds(Optional.empty(), OWNER, true)).isFalse();
    }

    private static Optional<BigDecimal> level(double percent) {
        return Optional.of(BigDecimal.valueOf(percent));
    }

    @Test
    void registersAreUnderstoodWhoeverWroteThem() {
        assertThat(new Controls(2, 10_000, -10_000, 0, 1, 0).meaning(RATINGS)).isEqualTo(instruction(Command.CHARGE));
        assertThat(new Controls(3, 2500, -2500, 0, 1, 0).meaning(RATINGS))
                .isEqualTo(instruction(Command.CHARGE, Parameter.POWER, 1.25));
        assertThat(new Controls(1, -10_000, 0, 0, 0, 0).meaning(RATINGS)).isEqualTo(instruction(Command.DISCHARGE));
        assertThat(new Controls(3, -100, 5000, 0, 0, 0).meaning(RATINGS))
                .isEqualTo(instruction(Command.DISCHARGE, Parameter.POWER, 2));
        assertThat(new Controls(3, 0, 0, 0, 0, 0).meaning(RATINGS)).isEqualTo(instruction(Command.IDLE));
        assertThat(new Controls(0, -100, -100, 0, 0, 0).meaning(RATINGS))
                .as("limits that are not in force")
                .isEqualTo(instruction(Command.AUTO_BALANCED));
        assertThat(new Controls(2, 0, 0, 0, 0, 0).meaning(RATINGS)).isEqualTo(instruction(Command.AUTO_BALANCED));
        assertThat(new Controls(0, 0, 0, 0, 0, 10_000).meaning(RATINGS)).isEqualTo(instruction(Command.AUTO_RESERVE));
    }

    @Test
    void memoryIsTheSameAsAText() {
        Memory memory = new Memory(
                new Address("fd00::1", 502, 7),
                new Layout(List.of(new Layout.Model(1, 40_002, 66), new Layout.Model(124, 40_070, 24))),
                RATINGS,
                new Controls(3, -1, 7, Controls.ABSENT, 0, 500),
                true,
                Optional.of(instruction(Command.DISCHARGE, Parameter.TARGET, 30.5, Parameter.POWER, 2)),
                true);
        assertThat(Memory.of(memory.state())).isEqualTo(memory);
        Memory fresh = Memory.fresh(memory.address(), new Layout(List.of()), Ratings.NONE, Controls.NONE);
        assertThat(Memory.of(fresh.state())).isEqualTo(fresh);
    }
}
