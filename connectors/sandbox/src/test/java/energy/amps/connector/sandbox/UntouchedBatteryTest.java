package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The daily curve of contract section 11. */
class UntouchedBatteryTest {

    @ParameterizedTest
    @CsvSource({
        "00:00:00, charging, 40, 0.5",
        "06:00:00, discharging, 70, -0.8",
        "07:30:00, discharging, 58, -0.8",
        "08:59:59.999, discharging, 46, -0.8",
        "09:00:00, charging, 50, 0.7",
        "12:00:00, charging, 71, 0.7",
        "14:59:59.999, charging, 92, 0.7",
        "15:00:00, discharging, 90, -1.0",
        "18:00:00, discharging, 60, -1.0",
        "21:00:00, idle, 30, 0",
        "21:59:00, idle, 30, 0",
        "22:00:00, charging, 30, 0.5",
        "23:00:00, charging, 35, 0.5"
    })
    void followsTheContractsDay(String time, String status, double level, double chargeRate) {
        Rig battery = Rig.at("2026-06-02T" + time + "Z");

        assertThat(battery.status()).isEqualTo(status);
        assertThat(battery.level()).isEqualTo(level);
        assertThat(battery.chargeRate()).isEqualTo(chargeRate);
        assertThat(battery.mode()).isEqualTo(Command.AUTO_BALANCED);
        assertThat(battery.battery().capacity().orElseThrow().kilowattHours()).isEqualTo(10);
        assertThat(battery.battery().dischargeLimit().orElseThrow().percent()).isEqualTo(10);
    }

    @Test
    void theNightMeetsTheMorning() {
        assertThat(Rig.at("2026-06-02T05:59:59.999Z").level()).isEqualTo(70);
    }

    @Test
    void everyDayIsTheSameForever() {
        Rig battery = Rig.at("2026-06-02T07:30:00Z");
        double first = battery.level();
        battery.wait(Duration.ofDays(5000));

        assertThat(battery.level()).isEqualTo(first);
    }

    @Test
    void theRateIsWhatMovesTheLevelOnEveryModel() {
        Rig slot = Rig.of("Sandbox Battery Slot", Rig.AT_ONCE, "2026-06-02T16:00:00Z");

        assertThat(slot.chargeRate()).isEqualTo(-0.75);
    }

    @Test
    void theFirstPushStartsFromTheLevelOfThatInstant() {
        Rig battery = Rig.at("2026-06-02T12:00:00Z").push(Instruction.of(Command.IDLE));

        assertThat(battery.level()).isEqualTo(71);
        assertThat(battery.wait("PT72H").level()).isEqualTo(71);
    }

    /** At 15:00 the curve would jump from 92 to 90; physics never does. */
    @Test
    void aSettingsWriteEndsTheCurveForGood() {
        Rig battery = Rig.at("2026-06-02T14:59:59Z").set(Setting.SAFETY_RESERVE, 10, Unit.PERCENT);
        double before = battery.unrounded().level();
        battery.goTo("2026-06-02T15:00:01Z");

        assertThat(battery.unrounded().level()).isCloseTo(before, within(0.05));
        assertThat(battery.mode()).isEqualTo(Command.AUTO_BALANCED);
    }

    @Test
    void aReadChangesNothing() {
        Rig battery = Rig.at("2026-06-02T12:00:00Z");
        var before = battery.state();
        battery.reading();

        assertThat(battery.state()).isEqualTo(before);
        assertThat(battery.reading().observedAt()).isEqualTo(Instant.parse("2026-06-02T12:00:00Z"));
    }
}
