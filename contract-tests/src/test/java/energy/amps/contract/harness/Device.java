package energy.amps.contract.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** One device under test, of any family. */
public interface Device {
    /** The states that an action never leaves. */
    Set<String> TERMINAL = Set.of("completed", "failed", "cancelled");

    /** Longer than anything here should take: what it bounds is a hang, never a speed. */
    Duration PATIENCE = Duration.ofSeconds(90);

    /** The client that sees it. */
    Api api();

    /** Its id. */
    String id();

    /** Its path. */
    String path();

    /** What it reads. */
    default JsonNode read() {
        return api().get(200, path()).data();
    }

    /** What it does. */
    default JsonNode state() {
        return read().path("state");
    }

    /** The server's time. */
    default Instant now() {
        return api().get(200, path()).at();
    }

    /** Pushes what is accepted, and gives the accepted push. */
    default JsonNode accepts(Push push) {
        return api().post(202, path(), push.json()).data();
    }

    /** Pushes a well-formed body that is refused. */
    default Answer refuses(int status, Push push) {
        return api().post(status, path(), push.json());
    }

    /** Pushes a body with words that no document lists. */
    default Answer refusesUnknown(int status, Push push) {
        return api().unchecked(status, "POST", path(), push.json().toString());
    }

    /** Pushes what may be accepted or refused by what the device takes. */
    default Answer tries(Push push) {
        return api().uncheckedEither(202, 422, "POST", path(), push.json().toString());
    }

    /** Pushes, and waits until it is done. */
    default JsonNode completes(Push push) {
        JsonNode action = awaitTerminal(accepts(push).path("id").stringValue());
        assertThat(action.path("state").stringValue()).as(action.toString()).isEqualTo("completed");
        return action;
    }

    /** One of its actions. */
    default JsonNode action(String actionId) {
        return api().get(200, "/actions/" + actionId).data();
    }

    /** Waits until an action will never change state again. */
    default JsonNode awaitTerminal(String actionId) {
        return await(actionId, action -> TERMINAL.contains(action.path("state").stringValue()), "to be terminal");
    }

    /** Waits until an action stands in a state. */
    default JsonNode awaitState(String actionId, String state) {
        return await(actionId, action -> action.path("state").stringValue().equals(state), "to be " + state);
    }

    /** Waits until the vendor has taken an action's write. */
    default JsonNode awaitTaken(String actionId) {
        return await(actionId, action -> !action.path("acknowledgedAt").isNull(), "to be taken by the vendor");
    }

    /** Waits for a condition of an action. */
    default JsonNode await(String actionId, Predicate<JsonNode> condition, String what) {
        return Awaitility.await("action " + actionId + " " + what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> action(actionId), condition);
    }

    /** Its unfinished actions, newest first. */
    default List<JsonNode> unfinished() {
        return List.of("scheduled", "acknowledged").stream()
                .flatMap(state -> api().get(200, "/actions?deviceId=" + id() + "&limit=50&state=" + state)
                        .data()
                        .path("items")
                        .valueStream())
                .toList();
    }

    /** Cancels what is scheduled, its schedule included, closes what is open, and waits until nothing is unfinished. */
    default void drain() {
        if (Api.document().operation("DELETE", path() + "/schedule").isPresent()) {
            api().deleteEither(200, 404, path() + "/schedule");
        }
        Awaitility.await("nothing unfinished on " + id())
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    List<JsonNode> left = unfinished();
                    left.forEach(this::close);
                    return left.isEmpty();
                });
    }

    private void close(JsonNode action) {
        String path = "/actions/" + action.path("id").stringValue();
        if (action.path("state").stringValue().equals("scheduled")) {
            api().postEither(200, 409, path + "/cancel");
        } else if (!action.path("end").isNull()) {
            api().postEither(202, 409, path + "/end");
        }
    }
}
