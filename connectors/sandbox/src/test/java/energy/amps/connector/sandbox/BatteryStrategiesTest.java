package energy.amps.connector.sandbox;

import static energy.amps.command.Parameter.POWER;
import static energy.amps.command.Parameter.RESERVE;
import static energy.amps.connector.sandbox.Rig.instruction;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What auto.* does around the simulated home. */
class BatteryStrategiesTest {

    /** At 71 % from noon: full by then, or nearly, whatever the hour asks for can be given. */
    private final Rig battery = Rig.at("2026-06-02T12:00:00Z");

    /** What the home has left over goes in, what it lacks comes out, for as long as there is room and charge. */
    @ParameterizedTest
    @ValueSource(
            strings = {"2026-06-02T12:00:00Z", "2026-06-02T12:07:31Z", "2026-06-02T18:50:00Z", "2026-06-02T19:00:00Z"})
    void balancedFollowsTheHome(String instant) {
        battery.push(Instruction.of(Command.AUTO_BALANCED)).goTo(instant);

        assertThat(battery.level()).isBetween(20.5, 99.5);
        assertThat(battery.chargeRate()).isEqualTo(Shown.power(battery.surplus()));
        assertThat(battery.mode()).isEqualTo(Command.AUTO_BALANCED);
    }

    @Test
    void theHomeHasSunAtNoonAndNeedsInTheEvening() {
        assertThat(battery.surplus()).isGreaterThan(1);
        assertThat(battery.goTo("2026-06-02T20:00:00Z").surplus()).isLessThan(-0.5);
    }

    @Test
    void balancedKeepsItsReserve() {
        battery.push(instruction(Command.AUTO_BALANCED, RESERVE, 55)).goTo("2026-06-03T08:00:00Z");

        assertThat(battery.level()).isEqualTo(55);
        assertThat(battery.status()).isEqualTo("idle");
    }

    @Test
    void balancedKeepsItsPowerCap() {
        battery.push(instruction(Command.AUTO_BALANCED, POWER, 0.5));

        assertThat(battery.chargeRate()).isEqualTo(0.5);
        assertThat(battery.goTo("2026-06-02T16:00:00Z").chargeRate()).isEqualTo(-0.5);
    }

    @Test
    void reserveFillsUpAndStays() {
        battery.push(Instruction.of(Command.AUTO_RESERVE));
        assertThat(battery.chargeRate()).isEqualTo(5);

        assertThat(battery.goTo("2026-06-05T20:00:00Z").level()).isEqualTo(100);
        assertThat(battery.status()).isEqualTo("idle");
    }

    @Test
    void reserveFillsUpToItsParameter() {
        assertThat(battery.push(instruction(Command.AUTO_RESERVE, RESERVE, 85))
                        .wait("PT24H")
                        .level())
                .isEqualTo(85);
    }

    @Test
    void exportStoresTheSurplusAndSellsWhenThereIsNone() {
        battery.push(Instruction.of(Command.AUTO_EXPORT));

        assertThat(battery.chargeRate()).isEqualTo(Shown.power(battery.surplus()));
        assertThat(battery.goTo("2026-06-02T17:45:00Z").chargeRate()).isEqualTo(-5);
        assertThat(battery.goTo("2026-06-02T22:00:00Z").level()).isEqualTo(20);
        assertThat(battery.status()).isEqualTo("idle");
    }

    @Test
    void exportKeepsItsReserve() {
        battery.push(instruction(Command.AUTO_EXPORT, RESERVE, 40)).goTo("2026-06-02T22:00:00Z");

        assertThat(battery.level()).isEqualTo(40);
    }

    @Test
    void aStrategyGoesOnForYears() {
        battery.push(Instruction.of(Command.AUTO_BALANCED)).wait(Duration.ofDays(3650));

        assertThat(battery.level()).isBetween(20.0, 100.0);
    }
}
