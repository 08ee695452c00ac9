package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Account;
import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.Repeatable;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Contract sections 3 and 10: a device is unlinked, a user is erased. */
class UnlinkTest {
    private final Api api = Api.sandbox();
    private final Account account = Account.of(api, "ada");
    private final JsonNode link = account.linked();
    private final Battery battery = Account.battery(api, link);

    @AfterEach
    void erase() {
        account.close();
    }

    private void assertGone(Api caller, Battery device) {
        Answer missing = caller.get(404, "/battery/device_0");
        assertThat(caller.get(404, device.path()).textWithoutMeta()).isEqualTo(missing.textWithoutMeta());
        assertThat(caller.post(404, device.path(), Push.of("idle").json()).code())
                .isEqualTo("DEVICE_NOT_FOUND");
        assertThat(caller.delete(404, device.path()).code()).isEqualTo("DEVICE_NOT_FOUND");
        assertThat(caller.get(404, device.path() + "/schedule").code()).isEqualTo("DEVICE_NOT_FOUND");
        assertThat(caller.put(404, device.path() + "/schedule", Json.object(Repeatable.ONCE))
                        .code())
                .isEqualTo("DEVICE_NOT_FOUND");
    }

    @Test
    void anUnlinkedDeviceIsGoneAtOnceAndTheOthersStay() {
        assertThat(api.delete(202, battery.path()).data().toString())
                .isEqualTo("{\"id\":\"" + battery.id() + "\",\"state\":\"erasing\"}");
        assertGone(api, battery);
        assertThat(api.get(200, "/battery?limit=50&userId=" + account.reference())
                        .data()
                        .path("items")
                        .findValuesAsString("id"))
                .isNotEmpty()
                .doesNotContain(battery.id());
    }

    @Test
    void whatWasScheduledOnItIsGoneToo() {
        String action = battery.accepts(Push.of("idle").start("20h")).path("id").stringValue();
        api.delete(202, battery.path());
        Awaitility.await().untilAsserted(() -> assertThat(
                        api.get(200, "/actions?deviceId=" + battery.id()).data().path("items"))
                .isEmpty());
        assertThat(api.get(404, "/actions/" + action).code()).isEqualTo("ACTION_NOT_FOUND");
    }

    @Test
    void aDeviceThatIsLinkedAgainIsANewOne() {
        api.delete(202, battery.path());
        JsonNode again = account.linked();
        List<String> devices = Account.devices(again);
        assertThat(devices).hasSameSizeAs(Account.devices(link)).doesNotContain(battery.id());
        assertThat(devices)
                .containsAll(Account.devices(link).stream()
                        .filter(id -> !id.equals(battery.id()))
                        .toList());
    }

    @Test
    void nobodyElseUnlinksADevice() {
        for (Api other : List.of(Api.live(), api.forUser("user_nobody"))) {
            assertThat(other.delete(404, battery.path()).code()).isEqualTo("DEVICE_NOT_FOUND");
        }
        assertThat(api.delete(404, "/battery/device_0").code()).isEqualTo("DEVICE_NOT_FOUND");
        assertThat(battery.read().path("id").stringValue()).isEqualTo(battery.id());
        api.forUser(account.reference()).delete(202, battery.path());
    }

    @Test
    void anErasedUserIsGoneWithEverything() {
        String user = link.path("userId").stringValue();
        battery.accepts(Push.of("idle").start("20h"));
        assertThat(api.delete(202, "/users/" + account.reference()).data().toString())
                .isEqualTo("{\"id\":\"" + user + "\",\"state\":\"erasing\"}");
        for (String name : List.of(user, account.reference())) {
            assertThat(api.get(404, "/users/" + name).code()).isEqualTo("NOT_FOUND");
            assertThat(api.delete(404, "/users/" + name).code()).isEqualTo("NOT_FOUND");
            for (String list : List.of("/battery", "/actions", "/links")) {
                assertThat(api.get(200, list + "?userId=" + name).data().path("items"))
                        .as(list)
                        .isEmpty();
            }
            assertThat(api.get(200, "/users?externalUserRef=" + name).data().path("items"))
                    .isEmpty();
        }
        assertGone(api, battery);
        Awaitility.await().untilAsserted(() -> assertThat(
                        api.get(200, "/actions?deviceId=" + battery.id()).data().path("items"))
                .isEmpty());
        Awaitility.await().untilAsserted(() -> assertThat(
                        api.get(404, "/links/" + link.path("id").stringValue()).code())
                .isEqualTo("NOT_FOUND"));
    }

    @Test
    void theReferenceOfAnErasedUserNamesSomebodyNew() {
        api.delete(202, "/users/" + link.path("userId").stringValue());
        JsonNode again = account.linked();
        assertThat(again.path("userId")).isNotEqualTo(link.path("userId"));
        assertThat(Account.devices(again)).doesNotContainAnyElementsOf(Account.devices(link));
    }

    @Test
    void nobodyElseErasesAUser() {
        String user = link.path("userId").stringValue();
        for (Api other : List.of(Api.live(), api.forUser("user_nobody"))) {
            assertThat(other.delete(404, "/users/" + user).code()).isEqualTo("NOT_FOUND");
        }
        assertThat(api.get(200, "/users/" + user).data().path("id").stringValue())
                .isEqualTo(user);
    }
}
