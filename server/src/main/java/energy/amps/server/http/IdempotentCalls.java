package energy.amps.server.http;

import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.idempotency.Claim;
import energy.amps.server.idempotency.Claims;
import energy.amps.server.idempotency.KeyedRequest;
import energy.amps.server.idempotency.LostClaim;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that change something, once per {@code Idempotency-Key} (contract section 2). A key is looked at after everything that
 * can be refused without reading the body and before the body's shape, so that a repetition is answered whatever has become
 * of what it is about. Without a key this costs nothing; and of a rehearsal, which does nothing, nothing is kept. Thread-safe.
 */
final class IdempotentCalls {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotentCalls.class);

    /** Most characters of a key. */
    static final int MAX_KEY = 255;

    private static final String NAME = "Idempotency-Key";
    private static final HeaderName KEY = HeaderNames.create(NAME);
    private static final HeaderName USER = HeaderNames.create("x-user-id");

    private final Claims claims;

    IdempotentCalls(Claims claims) {
        this.claims = claims;
    }

    /**
     * Answers a call.
     *
     * @param rawQuery the query as sent
     * @param handler answers it when it is not a repetition
     */
    Answer answer(
            Route route, Call call, ServerRequestHeaders headers, String rawQuery, Function<Call, Answer> handler) {
        List<String> keys = headers.values(KEY);
        if (!route.changes() || call.isRehearsal() || keys.isEmpty()) {
            return handler.apply(call);
        }
        if (keys.size() > 1 || !isKey(keys.getFirst())) {
            return Answer.refused(malformed());
        }
        KeyedRequest request =
                KeyedRequest.of(scope(route, call, headers.values(USER), keys.getFirst()), rawQuery, call.body());
        return switch (claims.claim(call.caller().tenant(), request)) {
            case Claim.Mine mine -> once(route, call, mine, handler);
            case Claim.Kept(int status, String data) -> new Answer.Replayed(status, data);
            case Claim.Reused() ->
                Answer.refused(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "This " + NAME + " came with another body or query before; take a new key for a new request.");
            case Claim.Running() -> running();
        };
    }

    /** Works under a claim, which ends as an answer that is kept, or is released. */
    private Answer once(Route route, Call call, Claim.Mine mine, Function<Call, Answer> handler) {
        Keeping keeping = Keeping.under(claims, mine);
        boolean answered = false;
        try {
            Answer answer = handler.apply(call.keeping(keeping));
            answered = answer instanceof Answer.Data && keeping.isDone();
            if (answer instanceof Answer.Data && !answered) {
                LOG.atError().addKeyValue("route", route.template()).log("A success was not kept for its repetition");
            }
            return answer;
        } catch (LostClaim e) {
            // Nothing of it holds: it took so long that another may be doing it by now.
            LOG.atWarn().addKeyValue("route", route.template()).log("A request outlived its claim and was undone");
            return running();
        } finally {
            if (!answered) {
                claims.release(mine);
            }
        }
    }

    private static Answer running() {
        return Answer.refused(
                ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                "The first request with this " + NAME + " is still being worked on; ask again for its answer.");
    }

    /** The path by its template and ids: however it was written, it is one path. */
    private static List<String> scope(Route route, Call call, List<String> users, String key) {
        List<String> scope = new ArrayList<>(List.of(
                users.isEmpty() ? "" : "user " + String.join(",", users), route.method(), route.template(), key));
        call.ids().forEach((name, id) -> {
            scope.add(name);
            scope.add(id);
        });
        return scope;
    }

    private static boolean isKey(String text) {
        return !text.isEmpty() && text.length() <= MAX_KEY && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static Refusal malformed() {
        String message = "must be one header of 1 to " + MAX_KEY + " visible ASCII characters";
        return new Refusal(
                ErrorCode.VALIDATION_ERROR,
                "Malformed request: " + NAME + ": " + message + ".",
                Map.of("errors", List.of(Map.of("pointer", NAME, "message", message))));
    }
}
