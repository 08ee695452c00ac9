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
import org.junit.jupiter.params.provider.CsvSource;

/** What auto.* does around the simulated home. */
class BatteryStrategiesTest {

    /** At 71 % from noon: full by then, or nearly, whatever the hour asks for can be given. */
    private final Rig battery = Rig.at("2026-06-02T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-06-02T14:00:00Z, 1.2",
        "2026-06-02T15:00:00Z, -1.0",
        "2026-06-02T21:00:00Z, -0.4",
        "2026-06-03T00:00:00Z, -0.3",
        "2026-06-03T09:00:00Z, 1.2"
    })
    void balancedFollowsTheHome(String instant, double chargeRate) {
        battery.push(Instruction.of(Command.AUTO_BALANCED)).goTo(instant);

        assertThat(battery.chargeRate()).isEqualTo(chargeRate);
        assertThat(battery.mode()).isEqualTo(Command.AUTO_BALANCED);
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

        assertThat(battery.chargeRate()).isEqualTo(1.2);
        assertThat(battery.goTo("2026-06-02T15:00:00Z").chargeRate()).isEqualTo(-5);
        assertThat(battery.goTo("2026-06-02T20:00:00Z").level()).isEqualTo(20);
        assertThat(battery.status()).isEqualTo("idle");
    }

    @Test
    void exportKeepsItsReserve() {
        battery.push(instruction(Command.AUTO_EXPORT, RESERVE, 40)).goTo("2026-06-02T20:00:00Z");

        assertThat(battery.level()).isEqualTo(40);
    }

    @Test
    void aStrategyGoesOnForYears() {
        battery.push(Instruction.of(Command.AUTO_BALANCED)).goTo("2026-06-10T14:00:00Z");
        double afterAWeek = battery.level();
        battery.wait(Duration.ofDays(3650));

        assertThat(battery.level()).isEqualTo(afterAWeek);
        assertThat(battery.chargeRate()).isEqualTo(1.2);
    }
}
