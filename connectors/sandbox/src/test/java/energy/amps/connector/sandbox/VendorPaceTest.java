package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ConnectorProvider;
import energy.amps.connector.Outcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.StateChange;
import energy.amps.device.Family;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the simulated vendor answers: accepted after a second, applied three later, unless told otherwise. */
class VendorPaceTest {

    private static final Instruction IDLE = Instruction.of(Command.IDLE);

    private final Rig battery = Rig.of("Sandbox Battery 10", Map.of(), "2026-06-02T12:00:00Z");
    private final Attempt attempt = battery.attempt(Attempt.Purpose.APPLY, 1, SandboxControls.NONE);

    @Test
    void theVendorTakesASecondToAcceptAndThreeToComplete() {
        assertThat(askAfter(battery.apply(IDLE, attempt))).isEqualTo(Duration.ofSeconds(1));
        assertThat(askAfter(poll("PT0.4S"))).isEqualTo(Duration.ofMillis(600));
        assertThat(appliedAfter(poll("PT0.6S"))).contains(Duration.ofSeconds(3));
        assertThat(appliedAfter(poll("PT1S"))).contains(Duration.ofSeconds(2));
        assertThat(appliedAfter(poll("PT2S"))).isEmpty();
        assertThat(appliedAfter(poll("PT9H"))).isEmpty();
    }

    @Test
    void theDeviceActsBeforeTheVendorAccepts() {
        battery.apply(IDLE, attempt);

        assertThat(battery.mode()).isEqualTo(Command.IDLE);
    }

    @Test
    void aPollChangesNothing() {
        battery.apply(IDLE, attempt);
        var before = battery.state();

        assertThat(change(poll("PT0S")).from(before)).isEqualTo(before);
        assertThat(change(poll("PT5S")).from(before)).isEqualTo(before);
    }

    @Test
    void aDelayComesOnTopOfThePace() {
        Attempt delayed = battery.attempt(
                Attempt.Purpose.APPLY,
                1,
                new SandboxControls(
                        Optional.empty(), Optional.of(Duration.ofSeconds(10)), false, false, false, Optional.empty()));

        assertThat(askAfter(battery.apply(IDLE, delayed))).isEqualTo(Duration.ofSeconds(11));
        battery.wait("PT11S");
        assertThat(appliedAfter(battery.connector.poll(battery.device(), IDLE, delayed)))
                .contains(Duration.ofSeconds(3));
    }

    @Test
    void aReturnTakesAsLongAsAPush() {
        Attempt giveBack = battery.attempt(Attempt.Purpose.RETURN, 1, SandboxControls.NONE);

        assertThat(askAfter(battery.apply(IDLE, giveBack))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void withoutDelaysTheAnswerIsThereAtOnce() {
        Rig prompt = Rig.at("2026-06-02T12:00:00Z");

        assertThat(appliedAfter(prompt.apply(IDLE, prompt.attempt(Attempt.Purpose.APPLY, 1, SandboxControls.NONE))))
                .isEmpty();
    }

    @Test
    void theProfileIsThatOfAProjection() {
        assertThat(battery.connector.profile())
                .isEqualTo(new ConnectorProfile(
                        "sandbox",
                        Set.of(Family.values()),
                        ConnectorProfile.Retrieval.PROJECTION,
                        Duration.ofSeconds(1),
                        Duration.ZERO));
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(ConnectorProvider.class))
                .hasAtLeastOneElementOfType(SandboxConnectorProvider.class);
    }

    @ParameterizedTest
    @CsvSource({
        "AMPS_SANDBOX_ACCEPT_DELAY, 1s",
        "AMPS_SANDBOX_ACCEPT_DELAY, -PT1S",
        "AMPS_SANDBOX_COMPLETE_DELAY, PT60.001S",
        "AMPS_SANDBOX_COMPLETE_DELAY, ''"
    })
    void aSettingThatIsNotUsableIsNamed(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rig.open(Map.of(name, value)))
                .withMessageStartingWith(name);
    }

    @Test
    void aMinuteIsTheLongest() {
        assertThat(Rig.open(Map.of("AMPS_SANDBOX_ACCEPT_DELAY", "PT60S"))
                        .profile()
                        .callTimeout())
                .isEqualTo(Duration.ofMinutes(1));
    }

    private Outcome poll(String later) {
        battery.wait(later);
        return battery.connector.poll(battery.device(), IDLE, attempt);
    }

    private static Duration askAfter(Outcome outcome) {
        return ((Outcome.Submitted) outcome).askAfter();
    }

    private static Optional<Duration> appliedAfter(Outcome outcome) {
        return ((Outcome.Accepted) outcome).appliedAfter();
    }

    private static StateChange change(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Submitted(StateChange change, Duration _) -> change;
            case Outcome.Accepted(StateChange change, Optional<Duration> _) -> change;
            case Outcome.Rejected _, Outcome.Unknown _ -> throw new AssertionError(outcome);
        };
    }
}
