package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract section 2, authentication and the envelope. */
class AuthenticationTest {

    @Test
    void eitherHeaderOpensTheSameDoor() {
        String key = Target.current().apiKey();
        String items = Api.sandbox().get(200, "/battery").data().toString();
        for (String scheme : List.of("Bearer", "bearer", "BEARER")) {
            Answer answer =
                    Api.withoutKey().with("authorization", scheme + " " + key).get(200, "/battery");
            assertThat(answer.data().path("items").size()).as(scheme).isPositive();
        }
        assertThat(items).contains("device_");
    }

    @Test
    void theKeyAloneFixesTheEnvironment() {
        Answer sandbox = Api.sandbox().get(200, "/battery");
        Answer live = Api.live().get(200, "/battery");
        assertThat(sandbox.json().at("/meta/environment").stringValue()).isEqualTo("sandbox");
        assertThat(live.json().at("/meta/environment").stringValue()).isEqualTo("live");
        assertThat(live.data().path("items")).isEmpty();
    }

    @Test
    void noKeyIsUnauthorizedAndSaysHowToSendOne() {
        Answer answer = Api.withoutKey().get(401, "/battery");
        assertThat(answer.code()).isEqualTo("UNAUTHORIZED");
        assertThat(answer.message()).contains("x-api-key");
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(v -> assertThat(v).startsWith("Bearer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amps_sk_test_00000000000000000000000000000000",
                "amps_sk_live_00000000000000000000000000000000",
                "amps_sk_test_",
                "nonsense",
                "' or 1=1 --"
            })
    void aKeyThatWasNeverIssuedIsInvalid(String key) {
        assertThat(Api.withKey(key).get(401, "/battery").code()).isEqualTo("INVALID_API_KEY");
        assertThat(Api.withoutKey()
                        .with("authorization", "Bearer " + key)
                        .get(401, "/actions")
                        .code())
                .isEqualTo("INVALID_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearer", "Bearer "})
    void anAuthorizationWithoutKeyIsUnauthorized(String authorization) {
        assertThat(Api.withoutKey()
                        .with("authorization", authorization)
                        .get(401, "/battery")
                        .code())
                .isEqualTo("UNAUTHORIZED");
    }

    @Test
    void aKeyInTheQueryOpensNothing() {
        String key = Target.current().apiKey();
        Answer answer = Api.withoutKey().unchecked(401, "GET", "/battery?x-api-key=" + key);
        assertThat(answer.code()).isEqualTo("UNAUTHORIZED");
        assertThat(answer.text()).doesNotContain(key);
    }

    @Test
    void everyAnswerHasItsOwnRequestIdAndIsNotToBeStored() {
        Answer first = Api.sandbox().get(200, "/battery");
        Answer second = Api.sandbox().get(200, "/battery");
        assertThat(first.json().at("/meta/requestId"))
                .isNotEqualTo(second.json().at("/meta/requestId"));
        assertThat(first.headers().firstValue("cache-control").orElse("")).contains("no-store");
    }
}
