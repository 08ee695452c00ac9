package energy.amps.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProvider;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.Verdict;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import energy.amps.testkit.process.VendorProcess;
import energy.amps.testkit.vendor.Call;
import energy.amps.testkit.vendor.Fault;
import energy.amps.testkit.vendor.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendor's process and its connector, against each other. */
class ScriptedVendorTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final LinkedDevice DEVICE = new LinkedDevice(
            new DeviceId("device_1"),
            Family.BATTERY,
            "Scripted Battery",
            Optional.empty(),
            new ConnectorState(1, "{}"),
            NOW);
    private static final Instruction CHARGE = new Instruction(
            Command.CHARGE,
            Map.of(Parameter.TARGET, Quantity.of(80, Unit.PERCENT), Parameter.POWER, Quantity.of(2.5, Unit.KW)));

    @TempDir
    private Path folder;

    private VendorProcess vendor;
    private Connector connector;

    @BeforeEach
    void start() {
        vendor = VendorProcess.start(folder);
        connector = open(name ->
                name.equals("AMPS_SCRIPTED_URL") ? Optional.of(vendor.url().toString()) : Optional.empty());
    }

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Test
    void writeIsObeyedShownAndLoggedBeforeItIsAnswered() {
        assertThat(apply("act_1.apply.1")).isInstanceOf(Outcome.Accepted.class);

        ReadOutcome.Reading reading = (ReadOutcome.Reading) connector.read(DEVICE);
        assertThat(reading.standing()).contains(CHARGE);
        assertThat(connector.verify(DEVICE, CHARGE, reading)).isEqualTo(Verdict.HOLDS);
        assertThat(connector.verify(DEVICE, Instruction.of(Command.IDLE), reading))
                .isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(vendor.writes("device_1"))
                .extracting(Written::id, Written::what, Written::applied, Written::fault)
                .containsExactly(
                        tuple("act_1.apply.1", "instruction=charge target:80.0:percent power:2.5:kw", true, "none"));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultDoesWhatItSaysOnceAndThenTheVendorBehaves(Fault fault) {
        vendor.play(Call.WRITE, "device_1", fault, 1, Duration.ofMillis(1));
        Class<? extends Outcome> expected =
                switch (fault) {
                    case REFUSE, AUTH_EXPIRED, QUOTA_GONE -> Outcome.Rejected.class;
                    case IGNORE, SLOW, DISPLACED -> Outcome.Accepted.class;
                    case HANG, RESET, APPLY_THEN_HANG, APPLY_THEN_RESET, GARBAGE, UNAVAILABLE -> Outcome.Unknown.class;
                };
        boolean applied =
                switch (fault) {
                    case APPLY_THEN_HANG, APPLY_THEN_RESET, SLOW, GARBAGE, DISPLACED -> true;
                    case REFUSE, HANG, RESET, IGNORE, UNAVAILABLE, AUTH_EXPIRED, QUOTA_GONE -> false;
                };
        boolean stays = applied && fault != Fault.DISPLACED;

        assertThat(apply("a")).isInstanceOf(expected);
        assertThat(vendor.standing("device_1").startsWith("charge")).isEqualTo(stays);
        assertThat(apply("b")).isInstanceOf(Outcome.Accepted.class);
        assertThat(vendor.writes())
                .extracting(Written::id, Written::applied, Written::fault)
                .containsExactly(tuple("a", applied, fault.wire()), tuple("b", true, "none"));
    }

    @Test
    void readsAndSettingsFailByThemselves() {
        vendor.playForAll(Call.READ, Fault.RESET);
        vendor.playForAll(Call.SETTINGS, Fault.REFUSE);
        assertThat(connector.read(DEVICE)).isInstanceOf(ReadOutcome.Unreadable.class);
        assertThat(configure()).isInstanceOf(SettingsOutcome.Refused.class);
        vendor.playForAll(Call.SETTINGS, Fault.RESET);
        assertThat(configure()).isEqualTo(SettingsOutcome.Partial.unknown(List.of(Setting.DISCHARGE_FLOOR)));
        assertThat(apply("a")).isInstanceOf(Outcome.Accepted.class);

        vendor.behave();
        assertThat(configure()).isInstanceOf(SettingsOutcome.Written.class);
        assertThat(((ReadOutcome.Reading) connector.read(DEVICE)).settings()).containsKey(Setting.DISCHARGE_FLOOR);
    }

    @Test
    void vendorThatCannotBeReachedGivesNoUsableAnswer() {
        Connector lost = open(name -> Optional.empty());
        assertThat(lost.read(DEVICE)).isInstanceOf(ReadOutcome.Unreadable.class);
        assertThat(lost.apply(DEVICE, CHARGE, attempt("a")))
                .isInstanceOfSatisfying(Outcome.Unknown.class, unknown -> assertThat(unknown.code())
                        .isEqualTo(FaultCode.NETWORK_ERROR));
    }

    @Test
    void vendorEndsWithWhoeverStartedIt() {
        vendor.process().endInput();
        vendor.process().awaitEnd();
        assertThat(vendor.process().isAlive()).isFalse();
    }

    private Outcome apply(String id) {
        return connector.apply(DEVICE, CHARGE, attempt(id));
    }

    private SettingsOutcome configure() {
        return connector.configure(DEVICE, Map.of(Setting.DISCHARGE_FLOOR, Quantity.of(20, Unit.PERCENT)));
    }

    private static Attempt attempt(String id) {
        return new Attempt(id, Attempt.Purpose.APPLY, 1, NOW, false, SandboxControls.NONE);
    }

    private static Connector open(Function<String, Optional<String>> settings) {
        return ServiceLoader.load(ConnectorProvider.class)
                .findFirst()
                .orElseThrow()
                .open(settings);
    }
}
