package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.server.http.view.Envelope;
import energy.amps.server.idempotency.Claim;
import energy.amps.server.idempotency.Claims;
import energy.amps.server.store.Keep;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether, and under which claim, the answer of one call is kept for its repetitions. Effects are made on whatever thread; all
 * else belongs to the request's.
 */
final class Keeping {

    private final Claims claims;
    private final Optional<Claim.Mine> claim;
    private volatile boolean kept;

    private Keeping(Claims claims, Optional<Claim.Mine> claim) {
        this.claims = claims;
        this.claim = claim;
    }

    /** Of a call without a key: nothing is kept. */
    static Keeping nothing(Claims claims) {
        return new Keeping(claims, Optional.empty());
    }

    static Keeping under(Claims claims, Claim.Mine claim) {
        return new Keeping(claims, Optional.of(claim));
    }

    /** Keeps what the answer will be, in the effect's transaction. */
    <T> Keep<T> of(Function<T, Answer> answer) {
        return claim.<Keep<T>>map(mine -> (tx, done) -> {
                    Answer.Data data = success(answer.apply(done));
                    claims.complete(tx, mine, data.status(), Envelope.kept(data.data()));
                    kept = true;
                })
                .orElseGet(Keep::nothing);
    }

    /** Keeps an answer that goes without an effect. */
    Checked<Answer> apart(Checked<Answer> checked) {
        if (claim.isPresent() && checked instanceof Checked.Passed<Answer>(Answer answer)) {
            Answer.Data data = success(answer);
            claims.complete(claim.get(), data.status(), Envelope.kept(data.data()));
            kept = true;
        }
        return checked;
    }

    /** Whether something was kept; should its transaction have failed, the call was not answered with success. */
    boolean isDone() {
        return kept;
    }

    private static Answer.Data success(Answer answer) {
        if (answer instanceof Answer.Data data) {
            return data;
        }
        throw new IllegalStateException("what changes something is answered with data: " + answer);
    }
}
