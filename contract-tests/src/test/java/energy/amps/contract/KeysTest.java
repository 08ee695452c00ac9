package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Operator;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Keys by API: made, shown once, listed, revoked (contract section 2). */
@ExtendWith(DrainedDevices.class)
class KeysTest {
    private final Api api = Api.sandbox();

    @Test
    void aKeyIsShownOnceAndOpensItsEnvironment() {
        Answer made = api.post(201, "/keys", Json.object("{'name':'once'}"));
        String text = made.data().path("key").stringValue();
        String id = made.data().path("id").stringValue();
        assertThat(text)
                .startsWith("amps_sk_test_")
                .startsWith(made.data().path("prefix").stringValue());
        assertThat(made.data().path("scopes").toString()).isEqualTo("[\"read\",\"write\"]");
        assertThat(Api.withKey(text)
                        .get(200, "/battery")
                        .json()
                        .at("/meta/environment")
                        .stringValue())
                .isEqualTo("sandbox");
        for (Answer later : new Answer[] {api.get(200, "/keys/" + id), api.get(200, "/keys?limit=50")}) {
            assertThat(later.text()).contains(id).doesNotContain(text);
        }
        api.delete(200, "/keys/" + id);
    }

    @Test
    void nothingIsNeededToMakeOne() {
        Answer made = api.post(201, "/keys");
        assertThat(made.data().path("name").isNull()).isTrue();
        assertThat(made.data().path("expiresAt").isNull()).isTrue();
        api.delete(200, "/keys/" + made.data().path("id").stringValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':''}",
                "{'name':7}",
                "{'scopes':[]}",
                "{'scopes':['root']}",
                "{'scopes':'read'}",
                "{'scopes':[1]}",
                "{'expiresAt':'tomorrow'}",
                "{'expiresAt':'2020-01-01T00:00:00Z'}",
                "{'surprise':1}"
            })
    void aMalformedWishIsRefused(String body) {
        Answer refused = api.unchecked(400, "POST", "/keys", body.replace('\'', '"'));
        assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(refused.details().path("errors").size()).isPositive();
    }

    @Test
    void aKeyEndsWhenItsTimeIsUp() {
        Instant end = Instant.now().plusSeconds(2);
        Answer made = api.post(201, "/keys", Json.object("{'expiresAt':'" + end + "'}"));
        Api own = Api.withKey(made.data().path("key").stringValue());
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        own.getEither(200, 401, "/battery").code())
                .isEqualTo("EXPIRED_TOKEN"));
    }

    @Test
    void aRevokedKeyOpensNothingAndIsToldSo() {
        JsonNode made = api.post(201, "/keys").data();
        Api own = Api.withKey(made.path("key").stringValue());
        own.get(200, "/battery");
        String path = "/keys/" + made.path("id").stringValue();
        JsonNode revoked = api.delete(200, path).data();
        assertThat(revoked.path("revokedAt").isNull()).isFalse();
        assertThat(api.delete(200, path).data()).isEqualTo(revoked);
        Answer refused = own.get(401, "/battery");
        assertThat(refused.code()).isEqualTo("INVALID_API_KEY");
        assertThat(refused.message()).contains("revoked");
    }

    @Test
    void aKeyMayRevokeItself() {
        JsonNode made =
                api.post(201, "/keys", Json.object("{'scopes':['admin']}")).data();
        Api own = Api.withKey(made.path("key").stringValue());
        own.delete(200, "/keys/" + made.path("id").stringValue());
        own.get(401, "/battery");
    }

    /** What was accepted survives its key, unless it is asked for otherwise: that goes then, and nothing else. */
    @Test
    void revokingCancelsWhatTheKeyAcceptedOnlyWhenAsked() {
        Battery battery = Batteries.fullFeatured();
        Instant now = battery.now();
        JsonNode first = api.post(201, "/keys").data();
        JsonNode second = api.post(201, "/keys").data();
        String ofFirst = push(first, battery, now.plusSeconds(3600));
        String ofSecond = push(second, battery, now.plusSeconds(7200));
        String ours = battery.accepts(Push.of("charge")
                        .start(now.plusSeconds(10_800))
                        .end(now.plusSeconds(11_000))
                        .onConflict("queue_after"))
                .path("id")
                .stringValue();
        api.delete(200, "/keys/" + first.path("id").stringValue());
        assertThat(battery.action(ofFirst).path("state").stringValue()).isEqualTo("scheduled");
        api.delete(200, "/keys/" + second.path("id").stringValue() + "?cancelScheduled=true");
        assertThat(battery.action(ofSecond).path("state").stringValue()).isEqualTo("cancelled");
        assertThat(battery.action(ofFirst).path("state").stringValue()).isEqualTo("scheduled");
        assertThat(battery.action(ours).path("state").stringValue()).isEqualTo("scheduled");
    }

    private static String push(JsonNode key, Battery battery, Instant start) {
        return Api.withKey(key.path("key").stringValue())
                .post(
                        202,
                        battery.path(),
                        Push.of("charge")
                                .start(start)
                                .end(start.plusSeconds(60))
                                .onConflict("queue_after")
                                .json())
                .data()
                .path("id")
                .stringValue();
    }

    @Test
    void theOtherEnvironmentsKeysAreNotThere() {
        String live = Api.live().post(201, "/keys").data().path("id").stringValue();
        assertThat(api.get(404, "/keys/" + live).code()).isEqualTo("NOT_FOUND");
        assertThat(api.delete(404, "/keys/" + live).code()).isEqualTo("NOT_FOUND");
        assertThat(api.get(200, "/keys?limit=50").text()).doesNotContain(live);
        Api.live().delete(200, "/keys/" + live);
    }

    @Test
    void theLastKeyThatMayMakeOthersStays() {
        Operator operator = Operator.found().orElseThrow();
        Api last = Api.at(Target.current(), operator.key(operator.customer(false), "sandbox"));
        String id = last.get(200, "/keys").data().at("/items/0/id").stringValue();
        last.post(201, "/keys");
        Answer refused = last.delete(409, "/keys/" + id);
        assertThat(refused.code()).isEqualTo("CONFLICT");
        assertThat(refused.details().path("reason").stringValue()).isEqualTo("last_admin_key");
        last.post(201, "/keys", Json.object("{'scopes':['admin']}"));
        last.delete(200, "/keys/" + id);
    }

    /** Batched, so it comes a little later. */
    @Test
    void lastUseIsNoted() {
        JsonNode made = api.post(201, "/keys").data();
        String path = "/keys/" + made.path("id").stringValue();
        assertThat(api.get(200, path).data().path("lastUsedAt").isNull()).isTrue();
        Api.withKey(made.path("key").stringValue()).get(200, "/battery");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !api.get(200, path).data().path("lastUsedAt").isNull());
        api.delete(200, path);
    }

    @Test
    void keysAreListedNewestFirst() {
        String first = api.post(201, "/keys").data().path("id").stringValue();
        String second = api.post(201, "/keys").data().path("id").stringValue();
        JsonNode page = api.get(200, "/keys?limit=1").data();
        assertThat(page.at("/items/0/id").stringValue()).isEqualTo(second);
        JsonNode next = api.get(
                        200,
                        "/keys?limit=1&cursor="
                                + page.at("/pagination/nextCursor").stringValue())
                .data();
        assertThat(StreamSupport.stream(next.path("items").spliterator(), false)
                        .map(each -> each.path("id").stringValue()))
                .containsExactly(first);
        api.delete(200, "/keys/" + first);
        api.delete(200, "/keys/" + second);
    }
}
