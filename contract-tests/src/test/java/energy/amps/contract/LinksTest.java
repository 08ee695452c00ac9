package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Account;
import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Contract section 10: linking an account, and what linking it again changes. */
class LinksTest {
    private final Api api = Api.sandbox();
    private final Account account = Account.of(api, "ada");

    @AfterEach
    void erase() {
        account.close();
    }

    private static String id(JsonNode node) {
        return node.path("id").stringValue();
    }

    private static String state(JsonNode node) {
        return node.path("state").stringValue();
    }

    private static List<String> externalIds(JsonNode link) {
        return link.path("devices").findValuesAsString("externalId");
    }

    @Test
    void anAccountIsLinkedWithAllItsDevices() {
        JsonNode link = account.linked();
        assertThat(state(link)).isEqualTo("linked");
        assertThat(Account.devices(link)).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        assertThat(api.get(200, "/links/" + id(link)).data()).isEqualTo(link);
        Battery battery = Account.battery(api, link);
        assertThat(battery.read().path("userId")).isEqualTo(link.path("userId"));
        assertThat(api.get(200, "/users/" + account.reference()).data().path("id"))
                .isEqualTo(link.path("userId"));
    }

    @Test
    void theTimezoneIsThePlants() {
        ObjectNode request = account.request("{'timezone':'America/New_York'}");
        JsonNode link = api.post(201, "/links", request).data();
        assertThat(Account.battery(api, link).read().path("timezone").stringValue())
                .isEqualTo("America/New_York");
        request.put("timezone", "EST");
        assertThat(api.unchecked(400, "POST", "/links", request.toString()).code())
                .isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void anAccountThatIsLinkedAgainKeepsItsDevices() {
        JsonNode first = account.linked();
        String path = Account.battery(api, first).path();
        api.patch(200, path, Json.object("{'timezone':'UTC'}"));
        JsonNode second = account.linked();
        assertThat(id(second)).isNotEqualTo(id(first));
        assertThat(second.path("devices")).isEqualTo(first.path("devices"));
        assertThat(second.path("userId")).isEqualTo(first.path("userId"));
        assertThat(api.get(200, path).data().path("timezone").stringValue()).isEqualTo("UTC");
    }

    @Test
    void anotherAccountOfTheSameUserHasDevicesOfItsOwn() {
        JsonNode first = account.linked();
        Account second = new Account(api, "b" + account.username(), account.reference());
        JsonNode link = second.linked();
        assertThat(link.path("userId")).isEqualTo(first.path("userId"));
        assertThat(Account.devices(link)).doesNotContainAnyElementsOf(Account.devices(first));
    }

    @Test
    void racingLinksOfOneAccountMakeOneSetOfDevices() {
        Set<String> devices = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<JsonNode> links = threads
                    .invokeAll(IntStream.range(0, 8)
                            .<Callable<JsonNode>>mapToObj(i -> account::linked)
                            .toList())
                    .stream()
                    .map(future -> future.resultNow())
                    .toList();
            links.forEach(link -> devices.addAll(Account.devices(link)));
            assertThat(devices).hasSameSizeAs(Account.devices(links.getFirst()));
            assertThat(links.stream()
                            .map(link -> link.path("userId").stringValue())
                            .distinct())
                    .hasSize(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneTypeOfDevicesCanBeAskedFor() {
        JsonNode link = api.post(201, "/links", account.request("{'deviceType':'battery'}"))
                .data();
        assertThat(link.path("devices").findValuesAsString("deviceType"))
                .isNotEmpty()
                .containsOnly("battery");
    }

    @Test
    void devicesAreChosenWhereThatIsAskedFor() {
        JsonNode link = api.post(201, "/links", account.request("{'skipDeviceSelection':false}"))
                .data();
        assertThat(state(link)).isEqualTo("select_devices");
        assertThat(link.path("devices").findValues("id")).isEmpty();
        String chosen = externalIds(link).getLast();
        assertThat(api.get(200, "/battery?limit=50&userId=" + account.reference())
                        .data()
                        .path("items"))
                .isEmpty();

        String path = "/links/" + id(link) + "/devices";
        for (String wrong : List.of(
                "{'devices':['nothing of the kind']}",
                "{'devices':['" + chosen + "','" + chosen + "']}",
                "{'devices':[]}",
                "{'devices':'" + chosen + "'}",
                "{}")) {
            assertThat(api.unchecked(400, "POST", path, Json.object(wrong).toString())
                            .code())
                    .isEqualTo("VALIDATION_ERROR");
        }
        JsonNode done = api.post(200, path, Json.object("{'devices':['" + chosen + "']}"))
                .data();
        assertThat(state(done)).isEqualTo("linked");
        assertThat(externalIds(done)).containsExactly(chosen);
        Answer again = api.post(409, path, Json.object("{'devices':['" + chosen + "']}"));
        assertThat(again.details().path("reason").stringValue()).isEqualTo("not_selecting_devices");
    }

    @Test
    void moreDevicesThanWantedAreAChoiceUnlessNobodyIsToBeAsked() {
        JsonNode asked =
                api.post(201, "/links", account.request("{'maxDevices':1}")).data();
        assertThat(state(asked)).isEqualTo("select_devices");
        List<String> offered = externalIds(asked);
        ObjectNode both = Json.object("{'devices':['" + offered.get(0) + "','" + offered.get(1) + "']}");
        assertThat(api.post(400, "/links/" + id(asked) + "/devices", both).code())
                .isEqualTo("VALIDATION_ERROR");

        JsonNode first = api.post(201, "/links", account.request("{'maxDevices':1,'skipDeviceSelection':true}"))
                .data();
        assertThat(state(first)).isEqualTo("linked");
        assertThat(externalIds(first)).containsExactly(offered.getFirst());
    }

    @Test
    void aSecondFactorIsAskedForAndCounted() {
        try (Account mfa = Account.of(api, "mfa")) {
            JsonNode link = mfa.linked();
            assertThat(state(link)).isEqualTo("mfa_required");
            assertThat(link.path("devices")).isEmpty();
            String path = "/links/" + id(link) + "/mfa";
            Answer wrong = api.post(403, path, Json.object("{'code':'000000'}"));
            assertThat(wrong.code()).isEqualTo("INVALID_MFA_CODE");
            assertThat(wrong.details().path("attemptsLeft").intValue()).isEqualTo(4);
            assertThat(api.post(409, "/links/" + id(link) + "/devices", Json.object("{'devices':['x']}"))
                            .details()
                            .path("state")
                            .stringValue())
                    .isEqualTo("mfa_required");
            JsonNode done =
                    api.post(200, path, Json.object("{'code':'123456'}")).data();
            assertThat(state(done)).isEqualTo("linked");
            assertThat(Account.devices(done)).isNotEmpty();
            assertThat(api.post(409, path, Json.object("{'code':'123456'}"))
                            .details()
                            .path("reason")
                            .stringValue())
                    .isEqualTo("not_awaiting_mfa");
        }
    }

    @Test
    void withTheFifthWrongCodeTheLinkIsGone() {
        try (Account mfa = Account.of(api, "mfa")) {
            String link = id(mfa.linked());
            for (int left = 4; left >= 0; left--) {
                assertThat(api.post(403, "/links/" + link + "/mfa", Json.object("{'code':'0'}"))
                                .details()
                                .path("attemptsLeft")
                                .intValue())
                        .isEqualTo(left);
            }
            assertThat(api.post(404, "/links/" + link + "/mfa", Json.object("{'code':'123456'}"))
                            .code())
                    .isEqualTo("NOT_FOUND");
            assertThat(api.get(404, "/links/" + link).code()).isEqualTo("NOT_FOUND");
        }
    }

    @ParameterizedTest
    @CsvSource({"wrong, 401, INVALID_CREDENTIALS", "locked, 403, ACCOUNT_LOCKED", "LOCKED, 403, ACCOUNT_LOCKED"})
    void anAccountThatItsVendorRefusesMakesNoUser(String name, int status, String code) {
        Account refused = Account.of(api, name);
        assertThat(api.post(status, "/links", refused.request()).code()).isEqualTo(code);
        assertThat(api.get(404, "/users/" + refused.reference()).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aVendorThatIsNotThereIsNoWayIn() {
        ObjectNode request = account.request();
        request.put("vendor", "acme");
        Answer answer = api.post(400, "/links", request);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_AUTH_PATH");
        assertThat(answer.details().path("supportedVendors").valueStream().map(JsonNode::stringValue))
                .contains("sandbox");
    }

    /** The split is absolute: a simulated device is nobody's hardware. */
    @Test
    void theSandboxIsNoVendorOfALiveKey() {
        Answer answer = Api.live().post(400, "/links", account.request());
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_AUTH_PATH");
        assertThat(answer.details().path("supportedVendors").toString()).doesNotContain("sandbox");
        assertThat(Api.live().get(404, "/users/" + account.reference()).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void credentialsOfAnotherTypeAreToldWhichThereAre() {
        ObjectNode request = account.request();
        request.set("credentials", Json.object("{'type':'oauth2','code':'c','redirectUri':'https://a.example'}"));
        Answer answer = api.post(400, "/links", request);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_CREDENTIAL_TYPE");
        assertThat(answer.details().path("supportedTypes").toString()).contains("username_password", "api_key");
        request.set("credentials", Json.object("{'type':'palm_reading','hand':'left'}"));
        assertThat(api.unchecked(400, "POST", "/links", request.toString()).code())
                .isEqualTo("UNSUPPORTED_CREDENTIAL_TYPE");
        request.set("credentials", Json.object("{'type':'api_key','apiKey':'any'}"));
        assertThat(state(api.post(201, "/links", request).data())).isEqualTo("linked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'vendor':'sandbox'}",
                "{'vendor':'sandbox','credentials':{}}",
                "{'vendor':'sandbox','credentials':{'type':'username_password','username':'a'}}",
                "{'vendor':'sandbox','credentials':{'type':'username_password','username':'','password':'b'}}",
                "{'vendor':'sandbox','credentials':{'type':'username_password','username':'a','password':'b','apiKey':'c'}}",
                "{'vendor':'sandbox','credentials':{'type':'api_key','apiKey':1}}",
                "{'vendor':'sandbox','credentials':{'type':'api_key','apiKey':'a'},'deviceType':'toaster'}",
                "{'vendor':'sandbox','credentials':{'type':'api_key','apiKey':'a'},'maxDevices':0}",
                "{'vendor':'sandbox','credentials':{'type':'api_key','apiKey':'a'},'maxDevices':101}",
                "{'vendor':'sandbox','credentials':{'type':'api_key','apiKey':'a'},'maxDevices':1.5}",
                "{'vendor':'sandbox','credentials':{'type':'api_key','apiKey':'a'},'skipDeviceSelection':'true'}",
                "{'vendor':'sandbox','credentials':{'type':'api_key','apiKey':'a'},'user':'a'}",
                "{'vendor':'sandbox','credentials':'secret'}"
            })
    void aMalformedLinkIsRefusedAndRepeatsNoSecret(String body) {
        Answer answer = api.unchecked(400, "POST", "/links", Json.object(body).toString());
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.text()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no address", "two@at@signs", "@", "a@"})
    void aReferenceThatIsNoAddressMakesAnAnonymousUser(String reference) {
        ObjectNode request = account.request();
        request.put("externalUserRef", reference);
        String user = api.post(201, "/links", request).data().path("userId").stringValue();
        assertThat(api.get(200, "/users/" + user).data().path("externalUserRef").isNull())
                .isTrue();
        api.delete(202, "/users/" + user);
    }

    @Test
    void aReferenceOfHundredCharactersIsOneAndOneMoreIsNone() {
        String most = "a".repeat(100 - "@example.com".length()) + "@example.com";
        ObjectNode request = account.request();
        request.put("externalUserRef", most);
        JsonNode known = api.post(201, "/links", request).data();
        assertThat(api.get(200, "/users/" + most).data().path("id")).isEqualTo(known.path("userId"));
        request.put("externalUserRef", "a" + most);
        JsonNode anonymous = api.post(201, "/links", request).data();
        assertThat(anonymous.path("userId")).isNotEqualTo(known.path("userId"));
        api.delete(202, "/users/" + most);
        api.delete(202, "/users/" + anonymous.path("userId").stringValue());
    }

    @Test
    void aCallForOneUserLinksForThatUserAlone() {
        String user = account.linked().path("userId").stringValue();
        Api narrowed = api.forUser(account.reference());
        Account second = new Account(narrowed, "second" + account.username(), account.reference());
        ObjectNode request = second.request();
        assertThat(narrowed.post(201, "/links", request).data().path("userId").stringValue())
                .isEqualTo(user);
        request.remove("externalUserRef");
        assertThat(narrowed.post(201, "/links", request).data().path("userId").stringValue())
                .isEqualTo(user);
        request.put("externalUserRef", "someone.else@example.com");
        assertThat(narrowed.post(403, "/links", request).code()).isEqualTo("INSUFFICIENT_PERMISSIONS");
        assertThat(api.get(404, "/users/someone.else@example.com").code()).isEqualTo("NOT_FOUND");
        request.remove("externalUserRef");
        assertThat(api.forUser("user_nobody").post(404, "/links", request).code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void linksAreListedAndFiltered() {
        String link = id(account.linked());
        String mine = "/links?limit=50&userId=" + account.reference();
        assertThat(api.get(200, "/links").data().at("/items/0/id").stringValue())
                .isEqualTo(link);
        assertThat(api.get(200, mine).data().path("items").findValuesAsString("state"))
                .containsExactly("linked");
        assertThat(api.get(200, "/links?userId=user_nobody").data().path("items"))
                .isEmpty();
        assertThat(api.forUser("user_nobody").get(200, "/links").data().path("items"))
                .isEmpty();
        assertThat(api.forUser("user_nobody").get(404, "/links/" + link).code()).isEqualTo("NOT_FOUND");
        assertThat(Api.live().get(404, "/links/" + link).code()).isEqualTo("NOT_FOUND");
        assertThat(Api.live().get(200, mine).data().path("items")).isEmpty();
    }

    @Test
    void nothingOfCredentialsIsEverShown() {
        JsonNode link = account.linked();
        for (String path : List.of(
                "/links",
                "/links/" + id(link),
                "/users/" + account.reference(),
                Account.battery(api, link).path())) {
            assertThat(api.get(200, path).text()).doesNotContain("secret of", account.username());
        }
    }
}
