package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Account;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.Push;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Contract section 10: user names whose devices behave as they are called. Those that their vendor refuses, and the one that asks
 * for a code, are in {@link LinksTest}.
 */
class SpecialAccountsTest {
    private final Api api = Api.sandbox();

    private JsonNode ended(Battery battery, Push push) {
        String action = battery.accepts(push).path("id").stringValue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> battery.action(action).path("completedAt").isString());
        return battery.action(action);
    }

    @Test
    void offlineDevicesAnswerNobody() {
        try (Account account = Account.of(api, "offline")) {
            Battery battery = Account.battery(api, account.linked());
            assertThat(api.get(503, battery.path()).code()).isEqualTo("DEVICE_OFFLINE");
            JsonNode listed = api.get(200, "/battery?limit=1&userId=" + account.reference())
                    .data()
                    .at("/items/0");
            assertThat(listed.at("/sync/available").booleanValue()).isFalse();
            assertThat(ended(battery, Push.of("idle")).path("errorCode").stringValue())
                    .isEqualTo("DEVICE_OFFLINE");
        }
    }

    @Test
    void aSchedulerOfItsOwnGivesWayToWhoeverMayReplace() {
        try (Account account = Account.of(api, "scheduler")) {
            Battery battery = Account.battery(api, account.linked());
            assertThat(ended(battery, Push.of("idle")).path("errorCode").stringValue())
                    .isEqualTo("SCHEDULER_ACTIVE");
            assertThat(ended(battery, Push.of("idle").onConflict("cancel_and_replace"))
                            .path("state")
                            .stringValue())
                    .isEqualTo("completed");
        }
    }

    @Test
    void slowDevicesTakeTheirTime() {
        try (Account account = Account.of(api, "slow")) {
            Battery battery = Account.battery(api, account.linked());
            JsonNode action = ended(battery, Push.of("idle"));
            assertThat(action.path("state").stringValue()).isEqualTo("completed");
            assertThat(Duration.between(
                            Instant.parse(action.path("createdAt").stringValue()),
                            Instant.parse(action.path("acknowledgedAt").stringValue())))
                    .as("by the platform's own clock")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void flakyAndExpiringDevicesAreLinkedLikeAnyOther() {
        for (String name : new String[] {"flaky", "expires"}) {
            try (Account account = Account.of(api, name)) {
                Battery battery = Account.battery(api, account.linked());
                assertThat(battery.read().path("id").stringValue()).isEqualTo(battery.id());
            }
        }
    }
}
