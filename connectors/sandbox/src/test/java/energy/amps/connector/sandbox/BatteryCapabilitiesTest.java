package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.check.PushCheck;
import energy.amps.check.PushRequest;
import energy.amps.check.RawQuantity;
import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.device.SettingCapability;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the three batteries declare (contract sections 3, 4 and 7). */
class BatteryCapabilitiesTest {

    private static final Instant NOON = Instant.parse("2026-06-02T12:00:00Z");

    @Test
    void anAccountHoldsThreeBatteries() {
        assertThat(Rig.open(Map.of()).discover(NOON))
                .filteredOn(device -> device.family() == Family.BATTERY)
                .extracting(DiscoveredDevice::model)
                .containsExactly("Sandbox Battery 10", "Sandbox Battery Slot", "Sandbox Battery Meter");
    }

    @Test
    void theFullBatteryTakesTheWholeVocabulary() {
        Capabilities full = capabilities("Sandbox Battery 10");

        assertThat(full.commandPath()).isTrue();
        assertThat(full.commands().keySet()).isEqualTo(Family.BATTERY.commands());
        assertThat(full.commands().values())
                .allSatisfy(c -> assertThat(c.execution()).containsExactlyInAnyOrder(Execution.values()));
        assertThat(full.settings()).containsOnlyKeys(Setting.values());
        assertThat(full.conflictStrategies()).containsExactlyInAnyOrder(ConflictStrategy.values());
    }

    @Test
    void theFullBatteryBoundsItsParameters() {
        Map<Command, CommandCapability> commands =
                capabilities("Sandbox Battery 10").commands();
        ParameterCapability power = ParameterCapability.of(Unit.KW, 0, 5);
        ParameterCapability reserve = ParameterCapability.of(Unit.PERCENT, 0, 100);

        assertThat(commands.get(Command.CHARGE).parameters())
                .isEqualTo(Map.of(
                        Parameter.TARGET,
                        ParameterCapability.of(Unit.PERCENT, 10, 100),
                        Parameter.POWER,
                        power,
                        Parameter.RESERVE,
                        reserve));
        assertThat(commands.get(Command.DISCHARGE).parameters())
                .isEqualTo(Map.of(
                        Parameter.TARGET,
                        ParameterCapability.of(Unit.PERCENT, 0, 100),
                        Parameter.POWER,
                        power,
                        Parameter.RESERVE,
                        reserve));
        assertThat(commands.get(Command.IDLE).parameters()).isEmpty();
        assertThat(commands.get(Command.AUTO_EXPORT).parameters())
                .isEqualTo(Map.of(Parameter.POWER, power, Parameter.RESERVE, reserve));
    }

    @Test
    void theSlotBatteryTakesWindowsOnly() {
        Capabilities slot = capabilities("Sandbox Battery Slot");

        assertThat(slot.commands()).containsOnlyKeys(Command.CHARGE, Command.DISCHARGE, Command.IDLE);
        assertThat(slot.commands().values())
                .allSatisfy(c -> assertThat(c.execution()).containsExactly(Execution.WINDOWED));
        assertThat(slot.commands().get(Command.CHARGE).parameters())
                .containsOnlyKeys(Parameter.TARGET, Parameter.POWER);
        assertThat(slot.settings())
                .containsOnlyKeys(Setting.SAFETY_RESERVE, Setting.DISCHARGE_FLOOR, Setting.CHARGE_CEILING);
        assertThat(slot.conflictStrategies()).containsExactlyInAnyOrder(ConflictStrategy.values());
    }

    @Test
    void theMeterBatteryIsReadOnly() {
        Capabilities meter = capabilities("Sandbox Battery Meter");

        assertThat(meter.commandPath()).isFalse();
        assertThat(meter.commands()).isEmpty();
        assertThat(meter.conflictStrategies()).isEmpty();
        assertThat(meter.settings().values()).isNotEmpty().noneMatch(SettingCapability.Writable.class::isInstance);
    }

    @Test
    void theSettingsShownAreTheSettingsDeclared() {
        for (BatteryModel model : BatteryModel.values()) {
            Rig battery = Rig.of(model.displayName(), Map.of(), "2026-06-02T12:00:00Z");

            assertThat(battery.reading().settings().keySet())
                    .isEqualTo(battery.connector
                            .capabilities(battery.device())
                            .settings()
                            .keySet());
        }
    }

    /** The push of contract section 5, word for word. */
    @Test
    void thePushOfTheContractPasses() {
        PushRequest request = new PushRequest(
                "discharge",
                Optional.of(Map.of(
                        "target", new RawQuantity(BigDecimal.valueOf(30), "percent"),
                        "power", new RawQuantity(BigDecimal.valueOf(5), "kw"),
                        "reserve", new RawQuantity(BigDecimal.valueOf(20), "percent"))),
                Optional.of("2026-06-02T16:00:00Z"),
                Optional.of("2026-06-02T19:00:00Z"),
                Optional.of("cancel_and_replace"));

        assertThat(PushCheck.check(request, Family.BATTERY, capabilities("Sandbox Battery 10"), Optional.empty(), NOON))
                .isInstanceOf(Checked.Passed.class);
    }

    private static Capabilities capabilities(String model) {
        Rig battery = Rig.of(model, Map.of(), "2026-06-02T12:00:00Z");
        return battery.connector.capabilities(battery.device());
    }
}
