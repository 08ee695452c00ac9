package energy.amps.connector.foxess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.connector.ReadOutcome;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.SettingValue;
import energy.amps.fault.FaultCode;
import energy.amps.standin.foxess.Errno;
import energy.amps.standin.foxess.Fault;
import energy.amps.standin.foxess.Group;
import energy.amps.standin.foxess.Hardware;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the vendor shows, in the API's words. */
class ReaderTest {
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

    @Test
    void showsLevelPowerCapacityAndMode() {
        rig.inverter.level(63, Rig.NOON).home(3.2, 0.7, Rig.NOON);

        BatteryState battery = rig.battery();

        assertThat(battery.level().orElseThrow().percent()).isEqualTo(63);
        assertThat(battery.chargeRate().orElseThrow().kilowatts()).isEqualTo(2.5, within(1e-9));
        assertThat(battery.status()).contains(BatteryStatus.CHARGING);
        assertThat(battery.capacity().orElseThrow().kilowattHours()).isEqualTo(10.36);
        assertThat(battery.dischargeLimit().orElseThrow().percent()).isEqualTo(10);
        assertThat(battery.currentMode()).contains(Command.AUTO_BALANCED);
    }

    @Test
    void dischargingIsNegative() {
        rig.inverter.home(0, 1.5, Rig.NOON);

        assertThat(rig.battery().chargeRate().orElseThrow().kilowatts()).isEqualTo(-1.5, within(1e-9));
        assertThat(rig.battery().status()).contains(BatteryStatus.DISCHARGING);
    }

    @Test
    void showsSettings() {
        assertThat(rig.reading().settings())
                .isEqualTo(Map.of(
                        Setting.SAFETY_RESERVE, new SettingValue.Numeric(BigDecimal.TEN),
                        Setting.DISCHARGE_FLOOR, new SettingValue.Numeric(BigDecimal.TEN),
                        Setting.CHARGE_CEILING, new SettingValue.Numeric(BigDecimal.valueOf(100)),
                        Setting.EXPORT_LIMIT, new SettingValue.Numeric(BigDecimal.valueOf(5000)),
                        Setting.SCHEDULER_ENABLED, new SettingValue.Flag(false)));
    }

    @Test
    void workModesAreStrategies() {
        rig.inverter.workMode("Backup", Rig.NOON);
        assertThat(rig.reading().standing()).contains(Instruction.of(Command.AUTO_RESERVE));

        rig.inverter.workMode("Feedin", Rig.NOON);
        assertThat(rig.reading().standing()).contains(Instruction.of(Command.AUTO_EXPORT));
    }

    @Test
    void aModeOfTheVendorsOwnIsLeftOut() {
        rig.inverter.workMode("PeakShaving", Rig.NOON);

        assertThat(rig.battery().currentMode()).isEmpty();
        assertThat(rig.reading().standing()).isEmpty();
    }

    /** Level numbered by bank, as a text in scientific notation; and the deepest level is 5 %. */
    @Test
    void anEvoIsReadByItsOwnWays() {
        use(Rig.evo()).inverter.level(99.4, Rig.NOON);

        assertThat(rig.battery().level().orElseThrow().percent()).isEqualTo(99);
        rig.inverter.schedule(true, List.of(Group.of(0, 1439, "Backup", 10, 10, 0, 100)), Rig.NOON);
        assertThat(rig.battery().currentMode()).contains(Command.AUTO_RESERVE);
    }

    @Test
    void anInverterWithoutASchedulerIsReadAllTheSame() {
        use(Rig.of(Hardware.hybrid(Rig.SN, Rig.LONDON).with(Hardware.Scheduler.NONE)));

        assertThat(rig.battery().currentMode()).contains(Command.AUTO_BALANCED);
    }

    /** The cloud goes on to show what it heard last. */
    @Test
    void silenceIsOffline() {
        rig.inverter.fallSilent(Rig.NOON);

        assertThat(rig.wait("PT31M").unreadable().code()).isEqualTo(FaultCode.DEVICE_OFFLINE);
        // The figures' own time says it: nothing else has to be asked.
        assertThat(rig.cloud.received()).hasSize(1);

        rig.inverter.speak();
        assertThat(rig.battery().level()).isPresent();
    }

    /** An owner's schedule tells several things; what it tells now is the mode, and no instruction of ours says all of it. */
    @Test
    void aScheduleOfSeveralThingsShowsWhatItTellsNow() {
        rig.inverter.schedule(
                true,
                List.of(
                        Group.of(0, 329, "ForceCharge", 10, 100, 3000, 100),
                        Group.of(960, 1139, "ForceDischarge", 10, 20, 5000, 100)),
                Rig.NOON);

        assertThat(rig.at("2026-06-02T01:00:00Z").battery().currentMode()).contains(Command.CHARGE);
        // 17:30 in London, in summer
        assertThat(rig.at("2026-06-02T16:30:00Z").battery().currentMode()).contains(Command.DISCHARGE);
        assertThat(rig.reading().standing()).isEmpty();
        assertThat(rig.at("2026-06-02T21:00:00Z").battery().currentMode()).isEmpty();
        assertThat(rig.reading().settings()).containsEntry(Setting.SCHEDULER_ENABLED, new SettingValue.Flag(true));
    }

    @Test
    void theLastMinuteOfAGroupBelongsToIt() {
        rig.inverter.schedule(true, List.of(Group.of(600, 659, "ForceCharge", 10, 100, 3000, 100)), Rig.NOON);

        assertThat(rig.at("2026-06-02T09:59:59Z").battery().currentMode()).contains(Command.CHARGE);
        assertThat(rig.at("2026-06-02T10:00:00Z").battery().currentMode()).isEmpty();
    }

    @Test
    void whatADeviceDoesNotHaveIsLeftOut() {
        rig.cloud.play("/soc/get", new Fault.Refuse(Errno.UNSUPPORTED), 1);

        ReadOutcome.Reading reading = rig.reading();

        assertThat(reading.settings()).doesNotContainKeys(Setting.SAFETY_RESERVE, Setting.DISCHARGE_FLOOR);
        assertThat(((BatteryState) reading.state()).dischargeLimit()).isEmpty();
    }

    /** What is left out might be what is asked for. */
    @Test
    void halfALookIsNone() {
        rig.cloud.play("/setting/get", new Fault.Http(503), 1);

        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.SERVICE_UNAVAILABLE);
    }

    @Test
    void withoutItsKeyADeviceIsNotAsked() {
        rig.withoutKey();

        assertThat(rig.unreadable().code()).isEqualTo(FaultCode.INVALID_CREDENTIALS);
        assertThat(rig.cloud.received()).isEmpty();
    }
}
