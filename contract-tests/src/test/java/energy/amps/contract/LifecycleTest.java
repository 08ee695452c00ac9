package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Contract section 5, the lifecycle. Windows here are real and last seconds; what is awaited is always a state. */
@ExtendWith(DrainedDevices.class)
class LifecycleTest {
    private final Battery battery = Batteries.fullFeatured();

    @BeforeEach
    void standInAKnownMode() {
        battery.completes(Push.of("auto.balanced"));
    }

    @Test
    void aScheduledPushFiresAtItsStartAndThenHolds() {
        JsonNode accepted = battery.accepts(Push.of("idle").start("0.02m"));
        assertThat(accepted.path("state").stringValue()).isEqualTo("scheduled");
        JsonNode done = battery.awaitTerminal(id(accepted));
        assertThat(done.path("state").stringValue()).isEqualTo("completed");
        assertThat(instant(done, "acknowledgedAt")).isAfterOrEqualTo(instant(done, "start"));
        assertThat(battery.mode()).isEqualTo("idle");
    }

    @Test
    void aWindowOpensAtItsStartAndTheDeviceReturnsAtItsEnd() {
        Instant end = battery.now().plusMillis(3_500);
        JsonNode accepted = battery.accepts(Push.of("idle").start("0.02m").end(end));
        JsonNode open = battery.awaitTaken(id(accepted));
        assertThat(open.path("state").stringValue()).isEqualTo("acknowledged");
        assertThat(battery.mode()).isEqualTo("idle");

        JsonNode closed = battery.awaitTerminal(id(accepted));
        assertThat(closed.path("state").stringValue()).isEqualTo("completed");
        assertThat(instant(closed, "acknowledgedAt")).isAfterOrEqualTo(instant(closed, "start"));
        assertThat(instant(closed, "completedAt")).isAfterOrEqualTo(end);
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void theReturnRestoresTheWholeStandingInstruction() {
        boolean low = battery.state().path("level").doubleValue() < 60;
        battery.completes(Push.of(low ? "charge" : "discharge")
                .with("target", low ? 95 : 10, "percent")
                .with("power", 1.5, "kw"));
        double rate = battery.state().path("chargeRate").doubleValue();
        assertThat(Math.abs(rate)).as("the cap is felt").isBetween(0.1, 1.51);

        JsonNode window =
                battery.accepts(Push.of("idle").start("0m").end(battery.now().plusMillis(2_500)));
        battery.awaitTaken(id(window));
        assertThat(battery.state().path("chargeRate").doubleValue()).isZero();
        battery.awaitState(id(window), "completed");
        assertThat(battery.mode()).isEqualTo(low ? "charge" : "discharge");
        assertThat(battery.state().path("chargeRate").doubleValue()).isCloseTo(rate, within(0.1));
    }

    @Test
    void anOpeningThatIsRejectedFailsAtOnceAndReturnsNothing() {
        JsonNode window = battery.accepts(Push.of("idle")
                .start("0m")
                .end(battery.now().plus(Duration.ofHours(1)))
                .sandbox("{'error':'DEVICE_OFFLINE'}"));
        JsonNode failed = battery.awaitTerminal(id(window));
        assertThat(failed.path("state").stringValue()).isEqualTo("failed");
        assertThat(failed.path("errorCode").stringValue()).isEqualTo("DEVICE_OFFLINE");
        assertThat(failed.path("acknowledgedAt").isNull()).isTrue();
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void aScheduledActionCanBeCancelledAndNeverFires() {
        JsonNode accepted = battery.accepts(Push.of("idle").start("0.03m"));
        JsonNode cancelled = cancel(200, accepted).data();
        assertThat(cancelled.path("state").stringValue()).isEqualTo("cancelled");
        assertThat(cancelled.path("acknowledgedAt").isNull()).isTrue();
        // The next action on the device fires after the cancelled one would have.
        JsonNode later = battery.accepts(Push.of("auto.reserve").start("0.05m"));
        battery.awaitState(id(later), "completed");
        assertThat(battery.action(id(accepted))).isEqualTo(cancelled);
        assertThat(battery.mode()).isEqualTo("auto.reserve");
    }

    @Test
    void whatHasLeftScheduledCannotBeCancelled() {
        JsonNode window = openWindow();
        assertThat(cancel(409, window).code()).isEqualTo("ACTION_NOT_CANCELLABLE");
        end(202, window);
        battery.awaitState(id(window), "completed");
        assertThat(cancel(409, window).code()).isEqualTo("ACTION_NOT_CANCELLABLE");

        JsonNode scheduled = battery.accepts(Push.of("idle").start("20h"));
        cancel(200, scheduled);
        assertThat(cancel(409, scheduled).code()).isEqualTo("ACTION_NOT_CANCELLABLE");
    }

    @Test
    void anOpenWindowCanBeEndedNow() {
        JsonNode window = openWindow();
        Answer ended = end(202, window);
        assertThat(instant(ended.data(), "end"))
                .isBefore(instant(window, "end"))
                .isBeforeOrEqualTo(ended.at());
        JsonNode closed = battery.awaitTerminal(id(window));
        assertThat(closed.path("state").stringValue()).isEqualTo("completed");
        assertThat(closed.path("end")).isEqualTo(ended.data().path("end"));
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void endingAWindowAgainGivesTheSameAnswer() {
        JsonNode window = battery.accepts(Push.of("idle")
                .start("0m")
                .end(battery.now().plus(Duration.ofHours(1)))
                .sandbox("{'revert':{'error':'TIMEOUT','times':3}}"));
        battery.awaitTaken(id(window));
        JsonNode first = end(202, window).data();
        JsonNode second = end(202, window).data();
        assertThat(second.path("end")).isEqualTo(first.path("end"));
        assertThat(second.path("state")).isEqualTo(first.path("state"));
        battery.awaitState(id(window), "completed");
    }

    @Test
    void whatIsNoOpenWindowCannotBeEndedAndSaysWhereItStands() {
        JsonNode immediate = battery.completes(Push.of("idle"));
        assertNotEndable("completed", immediate);

        JsonNode delayed = battery.accepts(Push.of("idle").sandbox("{'delay':'PT3S'}"));
        assertNotEndable("acknowledged", delayed);
        battery.awaitTerminal(id(delayed));

        Instant start = battery.now().plus(Duration.ofHours(20));
        JsonNode ahead = battery.accepts(Push.of("idle").start(start).end(start.plusSeconds(60)));
        assertNotEndable("scheduled", ahead);
        cancel(200, ahead);
        assertNotEndable("cancelled", ahead);

        JsonNode window =
                battery.accepts(Push.of("idle").start("0m").end(battery.now().plusMillis(1_500)));
        battery.awaitState(id(window), "completed");
        assertNotEndable("completed", window);
    }

    @Test
    void aQueuedChainFiresInOrderAndTheLastReturnsToWhereItAllBegan() {
        Instant now = battery.now();
        List<JsonNode> chain = new ArrayList<>();
        chain.add(battery.accepts(Push.of("idle").start("0m").end(now.plusMillis(2_500))));
        for (int i = 1; i < 3; i++) {
            Push next = Push.of(i == 1 ? "auto.reserve" : "auto.export")
                    .start("0m")
                    .end(now.plusMillis(2_500 + 1_500L * i))
                    .onConflict("queue_after");
            chain.add(battery.accepts(next));
        }
        List<JsonNode> done =
                chain.stream().map(action -> battery.awaitTerminal(id(action))).toList();
        assertThat(done).allSatisfy(action -> assertThat(action.path("state").stringValue())
                .isEqualTo("completed"));
        for (int i = 1; i < 3; i++) {
            assertThat(instant(done.get(i), "start")).isEqualTo(instant(done.get(i - 1), "end"));
            assertThat(instant(done.get(i), "acknowledgedAt"))
                    .isAfterOrEqualTo(instant(done.get(i - 1), "end"))
                    .isAfterOrEqualTo(instant(done.get(i - 1), "acknowledgedAt"));
        }
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void anActionThatTakesTheDeviceAtTheBoundaryIsNotWrittenOver() {
        JsonNode window =
                battery.accepts(Push.of("idle").start("0m").end(battery.now().plusMillis(2_500)));
        JsonNode queued = battery.accepts(Push.of("auto.export").onConflict("queue_after"));
        assertThat(queued.path("state").stringValue()).isEqualTo("scheduled");
        assertThat(queued.path("start")).isEqualTo(window.path("end"));
        battery.awaitState(id(queued), "completed");
        battery.awaitState(id(window), "completed");
        assertThat(battery.mode()).isEqualTo("auto.export");
    }

    @Test
    void anUnknownActionIsNotFoundWhateverIsAskedOfIt() {
        Api api = battery.api();
        String missing = "/actions/act_nosuchaction";
        assertThat(api.get(404, missing).code()).isEqualTo("ACTION_NOT_FOUND");
        assertThat(api.post(404, missing + "/cancel").code()).isEqualTo("ACTION_NOT_FOUND");
        assertThat(api.post(404, missing + "/end").code()).isEqualTo("ACTION_NOT_FOUND");
    }

    private JsonNode openWindow() {
        JsonNode window =
                battery.accepts(Push.of("idle").start("0m").end(battery.now().plus(Duration.ofHours(1))));
        return battery.awaitTaken(id(window));
    }

    private void assertNotEndable(String state, JsonNode action) {
        Answer refusal = end(409, action);
        assertThat(refusal.code()).isEqualTo("ACTION_NOT_ENDABLE");
        assertThat(refusal.details().path("state").stringValue()).isEqualTo(state);
    }

    private Answer cancel(int expected, JsonNode action) {
        return battery.api().post(expected, "/actions/" + id(action) + "/cancel");
    }

    private Answer end(int expected, JsonNode action) {
        return battery.api().post(expected, "/actions/" + id(action) + "/end");
    }

    private static String id(JsonNode action) {
        return action.path("id").stringValue();
    }

    private static Instant instant(JsonNode action, String key) {
        return Instant.parse(action.path(key).stringValue());
    }
}
