package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SettingsOutcome;
import energy.amps.device.SettingValue;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The accounts that misbehave (contract section 10). */
class TraitsTest {

    private static final String NOON = "2026-06-02T12:00:00Z";
    private static final Instruction IDLE = Instruction.of(Command.IDLE);

    @Test
    void anOfflineDeviceNeitherReadsNorObeys() {
        for (String model : new String[] {"Sandbox Battery 10", "Sandbox Solar 4.6"}) {
            Rig device = Rig.with(Set.of(Trait.OFFLINE), model, NOON);
            assertThat(device.connector.read(device.device()))
                    .isInstanceOfSatisfying(ReadOutcome.Unreadable.class, unreadable -> assertThat(unreadable.code())
                            .isEqualTo(FaultCode.DEVICE_OFFLINE));
        }
        Rig battery = battery(Trait.OFFLINE);
        assertThat(rejection(battery.apply(IDLE, attempt(battery, "a", false)))).isEqualTo(FaultCode.DEVICE_OFFLINE);
        assertThat(write(battery)).isEqualTo(FaultCode.DEVICE_OFFLINE);
    }

    @Test
    void credentialsExpireAnHourAfterLinkingUntilItIsLinkedAgain() {
        Rig battery = battery(Trait.EXPIRES);
        battery.wait("PT59M59S").push(IDLE);
        assertThat(battery.mode()).isEqualTo(Command.IDLE);
        battery.wait("PT1S");
        assertThat(battery.connector.read(battery.device()))
                .isInstanceOfSatisfying(ReadOutcome.Unreadable.class, unreadable -> assertThat(unreadable.code())
                        .isEqualTo(FaultCode.INVALID_CREDENTIALS));
        assertThat(rejection(battery.apply(IDLE, attempt(battery, "a", false))))
                .isEqualTo(FaultCode.INVALID_CREDENTIALS);

        ConnectorState renewed = Homes.renewed(battery.state(), Set.of(Trait.EXPIRES), battery.now());
        Memory<Level> memory = MemoryReader.read(renewed, BatteryHardware::of);
        assertThat(memory.account().linkedAt()).isEqualTo(battery.now());
        assertThat(memory.terms().orders().standing()).isEqualTo(IDLE);
        assertThat(MemoryCodec.encode(memory)).isEqualTo(renewed);
        assertThat(MemoryReader.account(Homes.renewed(renewed, Set.of(), battery.now())))
                .isEqualTo(Account.PLAIN);
    }

    @Test
    void aFlakyVendorFailsSomeWritesAndTheSameOnesEveryTime() {
        Set<FaultCode> seen = EnumSet.noneOf(FaultCode.class);
        int good = 0;
        for (int i = 0; i < 300; i++) {
            Rig battery = battery(Trait.FLAKY);
            Outcome outcome = battery.apply(IDLE, attempt(battery, "attempt-" + i, false));
            Rig again = battery(Trait.FLAKY);
            assertThat(again.apply(IDLE, attempt(again, "attempt-" + i, false)).getClass())
                    .isEqualTo(outcome.getClass());
            switch (outcome) {
                case Outcome.Rejected(FaultCode code, String _) -> seen.add(code);
                case Outcome.Unknown unknown -> {
                    seen.add(unknown.code());
                    assertThat(battery.mode()).isEqualTo(Command.IDLE);
                }
                case Outcome.Accepted _, Outcome.Submitted _ -> good++;
            }
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(FaultCode.RATE_LIMITED, FaultCode.SERVICE_UNAVAILABLE, FaultCode.TIMEOUT);
        assertThat(good).isBetween(150, 250);
    }

    @Test
    void aSlowVendorTakesTenSecondsMore() {
        Rig battery = battery(Trait.SLOW);

        assertThat(battery.apply(IDLE, attempt(battery, "a", false)))
                .isInstanceOfSatisfying(Outcome.Submitted.class, submitted -> assertThat(submitted.askAfter())
                        .isEqualTo(Duration.ofSeconds(10)));
    }

    @Test
    void aSchedulerStandsInTheWayUntilItIsCleared() {
        Rig battery = battery(Trait.SCHEDULER);
        assertThat(battery.reading().settings()).containsEntry(Setting.SCHEDULER_ENABLED, new SettingValue.Flag(true));
        assertThat(rejection(battery.apply(IDLE, attempt(battery, "a", false)))).isEqualTo(FaultCode.SCHEDULER_ACTIVE);
        assertThat(write(battery)).isEqualTo(FaultCode.SCHEDULER_ACTIVE);

        assertThat(battery.apply(IDLE, attempt(battery, "b", true))).isInstanceOf(Outcome.Accepted.class);
        assertThat(battery.mode()).isEqualTo(Command.IDLE);
        assertThat(battery.reading().settings()).containsEntry(Setting.SCHEDULER_ENABLED, new SettingValue.Flag(false));
        assertThat(battery.apply(IDLE, attempt(battery, "c", false))).isInstanceOf(Outcome.Accepted.class);
    }

    private static Rig battery(Trait trait) {
        return Rig.with(Set.of(trait), "Sandbox Battery 10", NOON);
    }

    private static Attempt attempt(Rig battery, String id, boolean clear) {
        return new Attempt(id, Attempt.Purpose.APPLY, 1, battery.now(), clear, SandboxControls.NONE);
    }

    private static FaultCode rejection(Outcome outcome) {
        return ((Outcome.Rejected) outcome).code();
    }

    private static FaultCode write(Rig battery) {
        return ((SettingsOutcome.Refused) battery.connector.configure(
                        battery.device(), Map.of(Setting.CHARGE_CEILING, Quantity.of(90, Unit.PERCENT))))
                .code();
    }
}
