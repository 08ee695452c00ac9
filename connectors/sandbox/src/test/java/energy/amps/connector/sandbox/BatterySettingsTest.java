package energy.amps.connector.sandbox;

import static energy.amps.command.Parameter.POWER;
import static energy.amps.connector.sandbox.Rig.charge;
import static energy.amps.connector.sandbox.Rig.discharge;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.device.SettingValue;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the settings of contract section 7 do. The battery begins at noon, at 71 %. */
class BatterySettingsTest {

    private final Rig battery = Rig.at("2026-06-02T12:00:00Z");

    @Test
    void theFactoryNamesAllSeven() {
        assertThat(battery.reading().settings())
                .isEqualTo(Map.of(
                        Setting.SAFETY_RESERVE, number(10),
                        Setting.DISCHARGE_FLOOR, number(20),
                        Setting.CHARGE_CEILING, number(100),
                        Setting.EXPORT_LIMIT, number(10_000),
                        Setting.MAX_CHARGE_RATE, number(100),
                        Setting.MAX_DISCHARGE_RATE, number(100),
                        Setting.SCHEDULER_ENABLED, new SettingValue.Flag(false)));
    }

    private static SettingValue number(long value) {
        return new SettingValue.Numeric(BigDecimal.valueOf(value));
    }

    @Test
    void aWrittenSettingIsReadBack() {
        battery.set(Setting.CHARGE_CEILING, 85.5, Unit.PERCENT);

        assertThat(battery.reading().settings())
                .containsEntry(Setting.CHARGE_CEILING, new SettingValue.Numeric(new BigDecimal("85.5")))
                .containsEntry(Setting.DISCHARGE_FLOOR, number(20));
    }

    @Test
    void theDischargeLimitReadsTheSafetyReserve() {
        battery.set(Setting.SAFETY_RESERVE, 33, Unit.PERCENT);

        assertThat(battery.battery().dischargeLimit().orElseThrow().percent()).isEqualTo(33);
    }

    @Test
    void chargeStopsAtTheCeiling() {
        battery.set(Setting.CHARGE_CEILING, 85, Unit.PERCENT).push(charge()).wait("PT9H");

        assertThat(battery.level()).isEqualTo(85);
    }

    @Test
    void dischargeStopsAtTheHigherOfFloorAndSafetyReserve() {
        battery.set(Setting.SAFETY_RESERVE, 33, Unit.PERCENT).push(discharge()).wait("PT9H");
        assertThat(battery.level()).isEqualTo(33);

        battery.set(Setting.SAFETY_RESERVE, 0, Unit.PERCENT)
                .set(Setting.DISCHARGE_FLOOR, 25, Unit.PERCENT)
                .wait("PT9H");
        assertThat(battery.level()).isEqualTo(25);
    }

    @Test
    void aSettingTakesHoldInTheMiddleOfACommand() {
        battery.push(discharge(POWER, 1.9)).wait("PT30M").set(Setting.DISCHARGE_FLOOR, 60, Unit.PERCENT);
        assertThat(battery.level()).isEqualTo(61);

        assertThat(battery.wait("PT9H").level()).isEqualTo(60);
    }

    @Test
    void aFloorRaisedAboveTheLevelStopsTheDischargeAndMovesNothing() {
        battery.push(discharge()).set(Setting.DISCHARGE_FLOOR, 90, Unit.PERCENT).wait("PT9H");

        assertThat(battery.level()).isEqualTo(71);
        assertThat(battery.status()).isEqualTo("idle");
    }

    @Test
    void aCeilingLoweredBelowTheLevelStopsTheChargeAndMovesNothing() {
        battery.push(charge()).set(Setting.CHARGE_CEILING, 50, Unit.PERCENT).wait("PT9H");

        assertThat(battery.level()).isEqualTo(71);
        assertThat(battery.status()).isEqualTo("idle");
    }

    @Test
    void ampsCapThePowerAtTheNominalVoltage() {
        battery.set(Setting.MAX_CHARGE_RATE, 50, Unit.AMPS).set(Setting.MAX_DISCHARGE_RATE, 25, Unit.AMPS);

        assertThat(battery.push(charge()).chargeRate()).isEqualTo(2.56);
        assertThat(battery.push(discharge()).chargeRate()).isEqualTo(-1.28);
    }

    @Test
    void theExportLimitCountsTheHome() {
        battery.set(Setting.EXPORT_LIMIT, 6000, Unit.WATTS).push(discharge(POWER, 4.5));
        assertThat(battery.chargeRate()).isEqualTo(-Shown.power(6 - battery.surplus()));

        battery.push(Instruction.of(Command.IDLE)).goTo("2026-06-02T19:00:00Z").push(discharge(POWER, 3.5));
        assertThat(battery.surplus()).isLessThan(-0.5);
        assertThat(battery.chargeRate()).isEqualTo(-3.5);
    }

    @Test
    void withoutExportAtNoonADischargeWaitsForTheEvening() {
        battery.set(Setting.EXPORT_LIMIT, 0, Unit.WATTS).push(discharge());
        assertThat(battery.status()).isEqualTo("idle");
        assertThat(battery.goTo("2026-06-02T14:59:59Z").level()).isEqualTo(71);

        assertThat(battery.goTo("2026-06-02T18:00:00Z").chargeRate()).isEqualTo(Shown.power(battery.surplus()));
        assertThat(battery.status()).isEqualTo("discharging");
    }

    @Test
    void anExportLimitBeyondAnyNumberIsNone() {
        battery.set(Setting.EXPORT_LIMIT, 1e300, Unit.WATTS).push(discharge());

        assertThat(battery.chargeRate()).isEqualTo(-5);
        assertThat(battery.state().text()).hasSizeLessThan(400);
    }

    @Test
    void settingsSurviveAPush() {
        battery.set(Setting.CHARGE_CEILING, 85, Unit.PERCENT).push(Instruction.of(Command.AUTO_RESERVE));

        assertThat(battery.wait("PT24H").level()).isEqualTo(85);
    }
}
