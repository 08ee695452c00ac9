package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Target;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contract section 2, rate limits, on a server whose keys may ask five times and then once a second. */
class RateLimitTest {
    private static final int BURST = 5;

    private static Target target;

    @BeforeAll
    static void start() {
        target = Target.withSettings(Map.of("AMPS_RATE_LIMIT", "1", "AMPS_RATE_BURST", Integer.toString(BURST)));
    }

    @Test
    void whoAsksTooFastIsToldWhenToComeBack() {
        Api api = Api.at(target, target.liveKey());
        int passed = 0;
        Answer answer = api.getEither(200, 429, "/battery");
        while (answer.status() == 200) {
            passed++;
            assertThat(limit(answer, "ratelimit-limit")).isEqualTo(BURST);
            assertThat(limit(answer, "ratelimit-remaining")).isBetween(0, BURST);
            assertThat(limit(answer, "ratelimit-reset")).isBetween(0, BURST);
            answer = api.getEither(200, 429, "/battery");
        }
        assertThat(passed).isGreaterThanOrEqualTo(BURST);
        assertThat(answer.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(limit(answer, "retry-after")).isPositive();
        assertThat(limit(answer, "ratelimit-remaining")).isZero();
        // Right after 401: a path that is not there is not looked for.
        assertThat(exhausted(api).unchecked(429, "GET", "/nowhere").code()).isEqualTo("RATE_LIMIT_EXCEEDED");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> api.getEither(200, 429, "/battery").status() == 200);
    }

    @Test
    void refusalsAfterAuthenticationCountAndSayHowMuchIsLeft() {
        Api api = Api.at(target, target.apiKey());
        Answer refused = api.unchecked(404, "GET", "/nowhere");
        assertThat(limit(refused, "ratelimit-limit")).isEqualTo(BURST);
        assertThat(Api.at(target, "nonsense").get(401, "/battery").headers().firstValue("ratelimit-limit"))
                .isEmpty();
    }

    /** Guessing is refused before it is looked up. */
    @Test
    void unknownKeysOfAnAddressAreLimited() {
        Answer answer = guess(0);
        for (int i = 1; answer.status() == 401 && i < 10_000; i++) {
            answer = guess(i);
        }
        assertThat(answer.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(limit(answer, "retry-after")).isPositive();
    }

    private static Answer guess(int number) {
        return Api.at(target, "amps_sk_test_%032d".formatted(number)).getEither(401, 429, "/battery");
    }

    private static Api exhausted(Api api) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> api.getEither(200, 429, "/battery").status() == 429);
        return api;
    }

    private static int limit(Answer answer, String header) {
        return Integer.parseInt(answer.headers().firstValue(header).orElseThrow());
    }
}
