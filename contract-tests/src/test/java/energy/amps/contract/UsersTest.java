package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Account;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Contract section 2, end users: {@code x-user-id} and the {@code userId} filter. */
@ExtendWith(DrainedDevices.class)
class UsersTest {
    private final Battery battery = Batteries.fullFeatured();
    private final String user = battery.read().path("userId").stringValue();

    @Test
    void aCallForTheOwnerSeesTheDevice() {
        Api owner = Api.sandbox().forUser(user);
        assertThat(owner.get(200, battery.path()).data().path("userId").stringValue())
                .isEqualTo(user);
        assertThat(owner.get(200, "/battery?limit=50").data().path("items").findValuesAsString("id"))
                .contains(battery.id());
    }

    @Test
    void aCallForAnUnknownUserSeesNothing() {
        String action = battery.accepts(Push.of("idle").start("20h")).path("id").stringValue();
        Api stranger = Api.sandbox().forUser("user_nobodyOfThisName");
        assertEmpty(stranger.get(200, "/battery").data());
        assertEmpty(stranger.get(200, "/actions").data());
        assertThat(stranger.get(404, battery.path()).code()).isEqualTo("DEVICE_NOT_FOUND");
        assertThat(stranger.post(404, battery.path(), Push.of("idle").json()).code())
                .isEqualTo("DEVICE_NOT_FOUND");
        assertThat(stranger.get(404, "/actions/" + action).code()).isEqualTo("ACTION_NOT_FOUND");
        assertThat(stranger.post(404, "/actions/" + action + "/cancel").code()).isEqualTo("ACTION_NOT_FOUND");
        assertThat(battery.action(action).path("state").stringValue()).isEqualTo("scheduled");
    }

    @Test
    void theUserFilterNarrowsListsAndAForeignUserGivesAnEmptyPage() {
        battery.completes(Push.of("idle"));
        for (String path : new String[] {"/battery", "/actions", "/links"}) {
            JsonNode mine = Api.sandbox().get(200, path + "?userId=" + user).data();
            assertThat(mine.path("items")).as(path).isNotEmpty();
            assertEmpty(Api.sandbox()
                    .get(200, path + "?userId=user_nobodyOfThisName")
                    .data());
        }
    }

    @Test
    void aUserIsReadByIdAndByReference() {
        try (Account account = Account.of(Api.sandbox(), "grace")) {
            String id = account.linked().path("userId").stringValue();
            JsonNode byId = Api.sandbox().get(200, "/users/" + id).data();
            assertThat(byId.path("externalUserRef").stringValue()).isEqualTo(account.reference());
            assertThat(Api.sandbox().get(200, "/users/" + account.reference()).data())
                    .isEqualTo(byId);
            JsonNode page = Api.sandbox()
                    .get(200, "/users?externalUserRef=" + account.reference())
                    .data();
            assertThat(page.path("items").findValuesAsString("id")).containsExactly(id);
            assertThat(Api.sandbox().get(200, "/users").data().at("/items/0")).isEqualTo(byId);
        }
    }

    @Test
    void usersOfOthersAreNotThere() {
        assertEmpty(Api.sandbox()
                .get(200, "/users?externalUserRef=nobody@example.com")
                .data());
        assertEmpty(Api.sandbox().forUser("user_nobody").get(200, "/users").data());
        assertEmpty(Api.live().get(200, "/users?externalUserRef=" + user).data());
        assertThat(Api.live().get(404, "/users/" + user).code()).isEqualTo("NOT_FOUND");
        assertThat(Api.sandbox()
                        .forUser("user_nobody")
                        .get(404, "/users/" + user)
                        .code())
                .isEqualTo("NOT_FOUND");
        Api narrowed = Api.sandbox().forUser(user);
        assertThat(narrowed.get(200, "/users").data().path("items").findValuesAsString("id"))
                .containsExactly(user);
        assertThat(narrowed.get(200, "/users/" + user).data().path("id").stringValue())
                .isEqualTo(user);
    }

    private static void assertEmpty(JsonNode page) {
        assertThat(page.path("items")).isEmpty();
        assertThat(page.at("/pagination/total").intValue()).isZero();
        assertThat(page.at("/pagination/hasMore").booleanValue()).isFalse();
    }
}
