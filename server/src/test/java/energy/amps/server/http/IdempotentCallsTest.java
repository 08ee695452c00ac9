package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.http.RunningEdge.Reply;
import energy.amps.server.idempotency.Claim;
import energy.amps.server.idempotency.LostClaim;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a key is claimed and when it is released; what repetitions get is tested over HTTP, by the contract tests. */
class IdempotentCallsTest {
    private static final String PATH = "/battery/" + FakeFeatures.DEVICE;
    private static final String PUSH = "{\"action\":{\"command\":\"charge\"}}";

    private final RunningEdge edge = new RunningEdge();
    private final FakeClaims claims = edge.features.claims;

    @AfterEach
    void close() {
        edge.close();
    }

    private Reply keyed(String method, String body) {
        return edge.send(edge.request(PATH)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void withoutAKeyAndForAReadNothingIsClaimed() {
        assertThat(edge.post(PATH, PUSH).status()).isEqualTo(202);
        assertThat(keyed("GET", "").status()).isEqualTo(200);
        assertThat(claims.claimed).isEmpty();
    }

    @Test
    void refusalReleasesTheClaim() {
        edge.features.pushAnswer = () -> new Checked.Refused<>(Refusal.of(ErrorCode.CONFLICT, "busy"));
        assertThat(keyed("POST", PUSH).status()).isEqualTo(409);
        assertThat(keyed("POST", "{}").status()).isEqualTo(400);
        assertThat(claims.claimed).hasSize(2);
        assertThat(claims.released).hasSize(2);
    }

    @Test
    void faultReleasesTheClaim() {
        edge.features.before = () -> {
            throw new IllegalStateException("a defect");
        };
        assertThat(keyed("POST", PUSH).status()).isEqualTo(500);
        assertThat(claims.released).hasSize(1);
    }

    /** These features keep nothing, as a route would that forgot to. */
    @Test
    void successThatWasNotKeptLeavesTheKeyFree() {
        assertThat(keyed("POST", PUSH).status()).isEqualTo(202);
        assertThat(claims.released).hasSize(1);
    }

    @Test
    void whoLostItsClaimIsToldThatAnotherIsAtIt() {
        edge.features.before = () -> {
            throw new LostClaim();
        };
        Reply reply = keyed("POST", PUSH);
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("IDEMPOTENCY_IN_PROGRESS");
        assertThat(reply.header("Retry-After")).isNotEmpty();
    }

    @Test
    void whatIsNotOursIsNeitherWorkedOnNorReleased() {
        claims.answer = Optional.of(new Claim.Kept(202, "{\"id\":\"act_kept\"}"));
        Reply kept = keyed("POST", PUSH);
        assertThat(kept.status()).isEqualTo(202);
        assertThat(kept.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(kept.at("/data/id").asString()).isEqualTo("act_kept");
        claims.answer = Optional.of(new Claim.Reused());
        assertThat(keyed("POST", PUSH).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        claims.answer = Optional.of(new Claim.Running());
        assertThat(keyed("POST", PUSH).code()).isEqualTo("IDEMPOTENCY_IN_PROGRESS");
        assertThat(edge.features.asked).isEmpty();
        assertThat(claims.released).isEmpty();
    }
}
