package energy.amps.server.device;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Setting;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.Current;
import energy.amps.device.DeviceState;
import energy.amps.device.Distance;
import energy.amps.device.Energy;
import energy.amps.device.EvChargerState;
import energy.amps.device.EvChargerStatus;
import energy.amps.device.Family;
import energy.amps.device.HoldType;
import energy.amps.device.HvacMode;
import energy.amps.device.HvacState;
import energy.amps.device.Power;
import energy.amps.device.SettingValue;
import energy.amps.device.SolarInverterState;
import energy.amps.device.SolarInverterStatus;
import energy.amps.device.StateOfCharge;
import energy.amps.device.Temperature;
import energy.amps.device.VehicleState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is stored of a reading is what is shown of it later. */
class StateJsonTest {
    private static <T> Optional<T> of(T value) {
        return Optional.of(value);
    }

    private static List<DeviceState> whole() {
        return List.of(
                new BatteryState(
                        of(BatteryStatus.CHARGING),
                        of(new Energy(10.25)),
                        of(new StateOfCharge(46.300000000000004)),
                        of(new Power(-1.5e-3)),
                        of(new StateOfCharge(10)),
                        of(Command.AUTO_BALANCED)),
                new EvChargerState(
                        of(EvChargerStatus.PAUSED),
                        of(true),
                        of(false),
                        of(new Power(7)),
                        of(new Current(32)),
                        of(new Power(11)),
                        of(new EvChargerState.Session(new Energy(3.5), Instant.parse("2026-06-01T12:00:00.123Z"))),
                        of(new Energy(1234.5))),
                new HvacState(
                        of(new Temperature(21.5)),
                        of(true),
                        of(new Temperature(20)),
                        of(new Temperature(25)),
                        of(HoldType.PERMANENT),
                        of(HvacMode.AUTO)),
                new SolarInverterState(
                        of(SolarInverterStatus.PRODUCING),
                        of(new Power(4.2)),
                        of(true),
                        of(new Energy(99_999.9)),
                        of(new Energy(12.5)),
                        of(new Energy(300))),
                new VehicleState(
                        of(new StateOfCharge(80)),
                        of(new Distance(312.5)),
                        of(true),
                        of(false),
                        of(false),
                        of(new Energy(75)),
                        of(new StateOfCharge(90)),
                        of(new Power(11)),
                        of(Duration.ofMinutes(90)),
                        of(new Current(16))));
    }

    private static DeviceState bare(Family family) {
        return StateJson.state(family, "{\"state\":{},\"settings\":{}}");
    }

    @Test
    void everyFieldOfEveryFamilyComesBack() {
        for (DeviceState state : whole()) {
            String text = StateJson.text(state, Map.of());
            assertThat(StateJson.state(state.family(), text)).isEqualTo(state);
            assertThat(state.fields().size())
                    .as("all fields are tried: " + state.family())
                    .isGreaterThan(bare(state.family()).fields().size() + 5);
        }
    }

    @Test
    void whatWasNotReportedStaysAbsentAndWhatIsNoNumberWasNotMeasured() {
        for (Family family : Family.values()) {
            DeviceState bare = bare(family);
            assertThat(StateJson.state(family, StateJson.text(bare, Map.of()))).isEqualTo(bare);
            assertThat(bare.fields()).isEmpty();
        }
        DeviceState odd = new HvacState(
                of(new Temperature(Double.NaN)),
                Optional.empty(),
                of(new Temperature(Double.POSITIVE_INFINITY)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(StateJson.state(Family.HVAC, StateJson.text(odd, Map.of())).fields())
                .isEmpty();
    }

    @Test
    void settingsComeBackToTheDigit() {
        Map<Setting, SettingValue> settings = Map.of(
                Setting.DISCHARGE_FLOOR, new SettingValue.Numeric(new BigDecimal("20.50")),
                Setting.SCHEDULER_ENABLED, new SettingValue.Flag(true));
        assertThat(StateJson.settings(StateJson.text(bare(Family.BATTERY), settings)))
                .isEqualTo(settings);
    }

    /** Another version of the server may have stored words that this one does not know. */
    @Test
    void unknownWordsCountAsNotReported() {
        String text = "{\"state\":{\"status\":\"exploding\",\"level\":\"high\",\"currentMode\":\"dance\"},"
                + "\"settings\":{\"colour\":7}}";
        assertThat(StateJson.state(Family.BATTERY, text).fields()).isEmpty();
        assertThat(StateJson.settings(text)).isEmpty();
    }
}
