package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Contract section 5, timeline: what happened to an action, in its order. */
@ExtendWith(DrainedDevices.class)
class TimelineTest {
    private final Battery battery = Batteries.fullFeatured();

    @BeforeEach
    void standInAKnownMode() {
        battery.completes(Push.of("auto.balanced"));
    }

    @Test
    void anImmediatePushIsSentTakenCompletedAndVerified() {
        JsonNode action = battery.completes(Push.of("idle"));
        JsonNode timeline = timeline(action);
        assertThat(timeline.path("actionId")).isEqualTo(action.path("id"));
        assertThat(words(timeline))
                .containsSubsequence(
                        "transition acknowledged",
                        "call apply",
                        "transition taken",
                        "transition completed",
                        "verification confirmed");
        assertThat(first(timeline, "call").path("outcome").stringValue()).isIn("accepted", "submitted");
        assertThat(first(timeline, "call").path("durationMs").isNumber()).isTrue();
        assertThat(first(timeline, "transition").path("at")).isEqualTo(action.path("createdAt"));
        inOrder(timeline);
    }

    @Test
    void aWindowShowsItsReturnAndEachTryOfIt() {
        JsonNode accepted = battery.accepts(Push.of("idle")
                .start("0m")
                .end(battery.now().plusMillis(2_000))
                .sandbox("{'revert':{'error':'DEVICE_OFFLINE','times':2}}"));
        JsonNode action = battery.awaitTerminal(accepted.path("id").stringValue());
        JsonNode timeline = timeline(action);
        assertThat(words(timeline))
                .containsSubsequence(
                        "transition scheduled",
                        "transition acknowledged",
                        "call apply",
                        "transition taken",
                        "transition returning",
                        "call return",
                        "call return",
                        "call return",
                        "transition completed");
        List<JsonNode> returns = timeline.path("items")
                .valueStream()
                .filter(item -> item.path("type").stringValue().equals("call")
                        && item.path("name").stringValue().equals("return"))
                .toList();
        assertThat(returns).extracting(item -> item.path("attempt").intValue()).containsExactly(1, 2, 3);
        assertThat(returns.getFirst().path("outcome").stringValue()).isEqualTo("rejected");
        assertThat(returns.getFirst().path("errorCode").stringValue()).isEqualTo("DEVICE_OFFLINE");
        inOrder(timeline);
    }

    @Test
    void aLostAnswerShowsTheReadingThatSettledIt() {
        JsonNode action = battery.completes(Push.of("idle").sandbox("{'timeoutAfterApply':true}"));
        JsonNode timeline = timeline(action);
        assertThat(first(timeline, "call").path("outcome").stringValue()).isEqualTo("unknown");
        assertThat(first(timeline, "call").path("errorCode").stringValue()).isEqualTo("TIMEOUT");
        assertThat(first(timeline, "reading").path("outcome").stringValue()).isEqualTo("holds");
    }

    @Test
    void eachAttemptToDeliverItsEventsIsTold() {
        try (Receiver receiver = new Receiver()) {
            receiver.answers(500);
            String endpoint = battery.api()
                    .post(201, "/webhook-endpoints", Json.object("{'url':'" + receiver.url() + "'}"))
                    .data()
                    .path("id")
                    .stringValue();
            try {
                JsonNode action = battery.completes(Push.of("idle"));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> words(timeline(action)).contains("webhook push.completed"));
                JsonNode webhook = first(timeline(action), "webhook");
                assertThat(webhook.path("attempt").intValue()).isEqualTo(1);
                assertThat(webhook.path("outcome").stringValue()).isEqualTo("failed");
                assertThat(webhook.path("errorCode").isNull()).isTrue();
                assertThat(webhook.path("durationMs").isNumber()).isTrue();
                JsonNode other = battery.completes(Push.of("auto.balanced"));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> words(timeline(other)).contains("webhook push.completed"));
                assertThat(timeline(action)
                                .path("items")
                                .valueStream()
                                .filter(item -> item.path("type").stringValue().equals("webhook")
                                        && item.path("attempt").intValue() == 1
                                        && item.path("name").stringValue().equals("push.completed")))
                        .hasSize(1);
            } finally {
                battery.api().delete(200, "/webhook-endpoints/" + endpoint);
            }
        }
    }

    @Test
    void whatNeverBeganWasNeverSent() {
        JsonNode accepted = battery.accepts(Push.of("idle").start("20h"));
        battery.api().post(200, "/actions/" + accepted.path("id").stringValue() + "/cancel");
        assertThat(words(timeline(accepted))).containsExactly("transition scheduled", "transition cancelled");
    }

    @Test
    void nobodyElseSeesIt() {
        JsonNode action = battery.completes(Push.of("idle"));
        String path = "/actions/" + action.path("id").stringValue() + "/timeline";
        assertThat(Api.live().get(404, path).code()).isEqualTo("ACTION_NOT_FOUND");
        assertThat(battery.api().forUser("nobody@example.com").get(404, path).code())
                .isEqualTo("ACTION_NOT_FOUND");
        assertThat(battery.api().get(404, "/actions/act_0/timeline").code()).isEqualTo("ACTION_NOT_FOUND");
    }

    private JsonNode timeline(JsonNode action) {
        return battery.api()
                .get(200, "/actions/" + action.path("id").stringValue() + "/timeline")
                .data();
    }

    private static List<String> words(JsonNode timeline) {
        return timeline.path("items")
                .valueStream()
                .map(item -> item.path("type").stringValue() + " "
                        + item.path("name").stringValue())
                .toList();
    }

    private static JsonNode first(JsonNode timeline, String type) {
        return timeline.path("items")
                .valueStream()
                .filter(item -> item.path("type").stringValue().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " in " + timeline));
    }

    private static void inOrder(JsonNode timeline) {
        assertThat(timeline.path("items")
                        .valueStream()
                        .map(item -> Instant.parse(item.path("at").stringValue())))
                .isSorted();
    }
}
