package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.http.RunningEdge.Reply;
import energy.amps.server.tenant.Caller.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract section 2, <i>Order of refusal</i> and <i>Auth</i>: a request with several things wrong gets the first answer. */
class OrderOfRefusalTest {

    private static final String TOO_LARGE = "x".repeat(70_000);
    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = new RunningEdge();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    /** Every later step is wrong in each row as well. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no key,            -,        POST, /nowhere,          true,  text/plain,       401, UNAUTHORIZED",
        "a wrong key,       wrong,    POST, /nowhere,          true,  text/plain,       401, INVALID_API_KEY",
        "an expired key,    EXPIRED,  POST, /nowhere,          true,  text/plain,       401, EXPIRED_TOKEN",
        "no route,          DISABLED, POST, /nowhere,          true,  text/plain,       404, NOT_FOUND",
        "a wrong method,    DISABLED, PUT,  /battery/device_x, true,  text/plain,       405, METHOD_NOT_ALLOWED",
        "a body too large,  DISABLED, POST, /battery/device_x, true,  text/plain,       413, PAYLOAD_TOO_LARGE",
        "a wrong type,      DISABLED, POST, /battery/device_x, false, text/plain,       415, UNSUPPORTED_MEDIA_TYPE",
        "no live access,    DISABLED, POST, /battery/device_x, false, application/json, 403, LIVE_ACCESS_DISABLED",
        "a wrong shape,     KEY,      POST, /battery/device_x, false, application/json, 400, VALIDATION_ERROR",
    })
    void theFirstThingWrongDecides(
            String what, String key, String method, String path, boolean large, String type, int status, String code) {
        HttpRequest.Builder request = edge.anonymous(path)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(large ? TOO_LARGE : "{\"wrong\":1}"));
        switch (key) {
            case "-" -> {}
            case "EXPIRED" -> request.header("x-api-key", FakeFeatures.EXPIRED_KEY);
            case "DISABLED" -> request.header("x-api-key", FakeFeatures.NO_LIVE_KEY);
            case "KEY" -> request.header("x-api-key", FakeFeatures.KEY);
            default -> request.header("x-api-key", key);
        }
        Reply reply = edge.send(request);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void aGoodShapeForAMissingDeviceIsTheFeaturesAnswer() {
        Reply reply = edge.post("/battery/device_x", "{\"action\":{\"command\":\"charge\"}}");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("DEVICE_NOT_FOUND");
    }

    @Test
    void withoutAKeyTheAnswerTellsHowToSendOne() {
        Reply reply = edge.send(edge.anonymous("/battery").GET());
        assertThat(reply.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(reply.at("/error/message").stringValue()).contains("x-api-key", "Authorization: Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER  "})
    void aBearerTokenIsAKeyWhateverTheCaseOfItsScheme(String scheme) {
        Reply reply = edge.send(edge.anonymous("/battery")
                .header("Authorization", scheme + FakeFeatures.KEY)
                .GET());
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void bothHeadersMayCarryTheSameKey() {
        Reply reply = edge.send(edge.request("/battery")
                .header("Authorization", "Bearer " + FakeFeatures.KEY)
                .GET());
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void keysThatDifferAreNoKey() {
        Reply headers = edge.send(edge.request("/battery")
                .header("Authorization", "Bearer " + FakeFeatures.LIVE_KEY)
                .GET());
        assertThat(headers.status()).isEqualTo(401);
        assertThat(headers.code()).isEqualTo("INVALID_API_KEY");
        Reply twice = edge.send(edge.request("/battery")
                .header("x-api-key", FakeFeatures.LIVE_KEY)
                .GET());
        assertThat(twice.code()).isEqualTo("INVALID_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Digest x"})
    void anotherSchemeIsNoKey(String authorization) {
        Reply reply = edge.send(edge.anonymous("/battery")
                .header("Authorization", authorization)
                .GET());
        assertThat(reply.code()).isEqualTo("UNAUTHORIZED");
    }

    @Test
    void anEmptyKeyIsNoKey() {
        assertThat(edge.send(edge.anonymous("/battery").header("x-api-key", " ").GET())
                        .code())
                .isEqualTo("UNAUTHORIZED");
    }

    @Test
    void theUserHeaderNarrowsTheCall() {
        edge.send(edge.request("/battery").header("x-user-id", "user_1").GET());
        assertThat(edge.lastAsked().caller().scope()).isInstanceOf(Scope.OneUser.class);
        edge.get("/battery");
        assertThat(edge.lastAsked().caller().scope()).isInstanceOf(Scope.Everyone.class);
    }

    @Test
    void anEmptyOrRepeatedUserHeaderNeverWidensTheCall() {
        edge.send(edge.request("/battery").header("x-user-id", "").GET());
        assertThat(edge.lastAsked().caller().scope()).isInstanceOf(Scope.Nobody.class);
        edge.send(edge.request("/battery")
                .header("x-user-id", "user_1")
                .header("x-user-id", "user_2")
                .GET());
        assertThat(edge.lastAsked().caller().scope()).isInstanceOf(Scope.Nobody.class);
    }
}
