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
import tools.jackson.databind.JsonNode;

/** Contract section 5, verified outcomes. */
@ExtendWith(DrainedDevices.class)
class VerificationTest {
    private final Battery battery = Batteries.fullFeatured();

    @BeforeEach
    void standInAKnownMode() {
        battery.completes(Push.of("auto.balanced"));
    }

    @Test
    void whatTheDeviceDoesIsConfirmedWithItsEvidence() {
        JsonNode action = verified(battery.accepts(Push.of("charge").with("target", 90, "percent")));
        JsonNode verification = action.path("verification");
        assertThat(verification.path("state").stringValue()).isEqualTo("confirmed");
        assertThat(evidence(verification, "currentMode", "expected")).isEqualTo("charge");
        assertThat(evidence(verification, "currentMode", "observed")).isEqualTo("charge");
        assertThat(evidence(verification, "target", "observed")).isEqualTo("90 percent");
        Instant checkedAt = Instant.parse(verification.path("checkedAt").stringValue());
        assertThat(checkedAt)
                .isAfterOrEqualTo(Instant.parse(action.path("acknowledgedAt").stringValue()));
    }

    @Test
    void whatTheDeviceIgnoresIsContradictedWithItsEvidence() {
        JsonNode action = verified(battery.accepts(Push.of("idle").sandbox("{'acceptButIgnore':true}")));
        assertThat(action.path("state").stringValue()).isEqualTo("completed");
        JsonNode verification = action.path("verification");
        assertThat(verification.path("state").stringValue()).isEqualTo("contradicted");
        assertThat(evidence(verification, "currentMode", "expected")).isEqualTo("idle");
        assertThat(evidence(verification, "currentMode", "observed")).isEqualTo("auto.balanced");
    }

    @Test
    void anAnswerThatWasLostIsConfirmedByTheReadingThatSettledIt() {
        JsonNode action = verified(battery.accepts(Push.of("idle").sandbox("{'timeoutAfterApply':true}")));
        assertThat(action.path("verification").path("state").stringValue()).isEqualTo("confirmed");
    }

    @Test
    void aWindowIsVerifiedWhileItIsOpenAndStaysSo() {
        JsonNode accepted =
                battery.accepts(Push.of("idle").start("0m").end(battery.now().plus(Duration.ofHours(1))));
        JsonNode open = verified(accepted);
        assertThat(open.path("state").stringValue()).isEqualTo("acknowledged");
        assertThat(open.path("verification").path("state").stringValue()).isEqualTo("confirmed");
        battery.api().post(202, "/actions/" + id(accepted) + "/end");
        JsonNode closed = battery.awaitState(id(accepted), "completed");
        assertThat(closed.path("verification")).isEqualTo(open.path("verification"));
    }

    @Test
    void whatTheVendorNeverTookIsNotVerified() {
        JsonNode refused =
                battery.awaitTerminal(id(battery.accepts(Push.of("idle").sandbox("{'error':'DEVICE_OFFLINE'}"))));
        assertThat(refused.path("verification").isNull()).isTrue();
        JsonNode waiting = battery.accepts(Push.of("idle").start("10h"));
        assertThat(battery.action(id(waiting)).path("verification").isNull()).isTrue();
        battery.api().post(200, "/actions/" + id(waiting) + "/cancel");
        assertThat(battery.action(id(waiting)).path("verification").isNull()).isTrue();
    }

    private JsonNode verified(JsonNode accepted) {
        return battery.await(
                id(accepted),
                action -> !action.path("verification").isNull()
                        && !action.path("verification").path("checkedAt").isNull(),
                "to be verified");
    }

    private static String evidence(JsonNode verification, String field, String key) {
        return verification
                .path("evidence")
                .valueStream()
                .filter(item -> item.path("field").stringValue().equals(field))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no evidence of " + field + ": " + verification))
                .path(key)
                .stringValue();
    }

    private static String id(JsonNode action) {
        return action.path("id").stringValue();
    }
}
