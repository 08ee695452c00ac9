package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract section 11, the {@code sandbox} object of a push: misbehaviour on demand. */
@ExtendWith(DrainedDevices.class)
class SandboxControlsTest {
    private final Battery battery = Batteries.fullFeatured();

    @BeforeEach
    void standInAKnownMode() {
        battery.completes(Push.of("auto.balanced"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEVICE_OFFLINE",
                "SCHEDULER_ACTIVE",
                "RATE_LIMITED",
                "NETWORK_ERROR",
                "SERVICE_UNAVAILABLE",
                "TIMEOUT",
                "INVALID_CREDENTIALS",
                "UNKNOWN_ERROR"
            })
    void anErrorFailsThePushWithItsCodeAndText(String code) {
        JsonNode failed = fails(Push.of("idle").sandbox("{'error':'" + code + "','message':'As asked for.'}"));
        assertThat(failed.path("errorCode").stringValue()).isEqualTo(code);
        assertThat(failed.path("errorMessage").stringValue()).isEqualTo("As asked for.");
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void anErrorWithoutTextFailsWithASentenceOfItsOwn() {
        assertThat(fails(Push.of("idle").sandbox("{'error':'DEVICE_OFFLINE'}"))
                        .path("errorMessage")
                        .stringValue())
                .isNotBlank();
    }

    @Test
    void anIgnoredPushIsCompletedAndTheDeviceDoesNothing() {
        battery.completes(Push.of("idle").sandbox("{'acceptButIgnore':true}"));
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void aLostAnswerIsSettledByReadingTheDevice() {
        battery.completes(Push.of("idle").sandbox("{'timeoutAfterApply':true}"));
        assertThat(battery.mode()).isEqualTo("idle");
    }

    @Test
    void aWindowWhoseOpeningLostItsAnswerStillReturns() {
        JsonNode window = battery.accepts(
                Push.of("idle").start("0m").end(battery.now().plusMillis(2_500)).sandbox("{'timeoutAfterApply':true}"));
        battery.awaitState(window.path("id").stringValue(), "completed");
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void aForeignSchedulerFailsThePushAndAReplacementClearsIt() {
        Push push = Push.of("idle").sandbox("{'foreignScheduler':true}");
        assertThat(fails(push).path("errorCode").stringValue()).isEqualTo("SCHEDULER_ACTIVE");
        assertThat(battery.mode()).isEqualTo("auto.balanced");
        battery.completes(push.onConflict("cancel_and_replace"));
        assertThat(battery.mode()).isEqualTo("idle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMEOUT", "DEVICE_OFFLINE"})
    void aReturnThatFailsTwiceHoldsInTheEnd(String code) {
        JsonNode window = battery.accepts(Push.of("idle")
                .start("0m")
                .end(battery.now().plusMillis(2_000))
                .sandbox("{'revert':{'error':'" + code + "','times':2}}"));
        JsonNode closed = battery.awaitTerminal(window.path("id").stringValue());
        assertThat(closed.path("state").stringValue()).isEqualTo("completed");
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void aDelayedPushIsTakenOnlyAfterTheDelay() {
        JsonNode accepted = battery.accepts(Push.of("idle").sandbox("{'delay':'PT2S'}"));
        JsonNode waiting = battery.action(accepted.path("id").stringValue());
        assertThat(waiting.path("state").stringValue()).isEqualTo("acknowledged");
        JsonNode done = battery.awaitTerminal(accepted.path("id").stringValue());
        assertThat(done.path("state").stringValue()).isEqualTo("completed");
        assertThat(instant(done, "acknowledgedAt"))
                .isAfterOrEqualTo(instant(done, "createdAt").plus(Duration.ofSeconds(2)));
        assertThat(battery.mode()).isEqualTo("idle");
    }

    private JsonNode fails(Push push) {
        JsonNode action = battery.awaitTerminal(battery.accepts(push).path("id").stringValue());
        assertThat(action.path("state").stringValue()).isEqualTo("failed");
        assertThat(action.path("acknowledgedAt").isNull()).isTrue();
        return action;
    }

    private static Instant instant(JsonNode action, String key) {
        return Instant.parse(action.path(key).stringValue());
    }
}
