package energy.amps.server.http.view;

import energy.amps.server.event.EventIds;
import energy.amps.server.http.shape.Query;
import energy.amps.server.store.Slice;
import energy.amps.server.webhook.Attempt;
import energy.amps.server.webhook.Deliveries;
import energy.amps.server.webhook.Endpoint;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Webhook endpoints, and what was tried to reach them (contract section 9). */
public final class Endpoints {

    private Endpoints() {}

    /** An endpoint, without its secret. */
    public static Content whole(Endpoint endpoint) {
        return out -> {
            out.writeStartObject();
            members(endpoint, out);
            out.writeEndObject();
        };
    }

    /** An endpoint with the secret that was just made. */
    public static Content withSecret(Endpoint.WithSecret made) {
        return out -> {
            out.writeStartObject();
            members(made.endpoint(), out);
            Values.secret(out, "secret", made.secret().text());
            out.writeEndObject();
        };
    }

    /** A page of endpoints. */
    public static Content list(Slice<Endpoint> slice) {
        return Lists.of(slice, Endpoints::whole);
    }

    /** What is left of an endpoint that was removed. */
    public static Content removed(Endpoint endpoint) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("id", endpoint.id());
            out.writeBooleanProperty("deleted", true);
            out.writeEndObject();
        };
    }

    /** A page of attempts. */
    public static Content attempts(Slice<Attempt> slice) {
        return Lists.of(slice, Endpoints::attempt);
    }

    /** A message that was enqueued. */
    public static Content enqueued(Deliveries.Enqueued enqueued) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("messageId", EventIds.message(enqueued.event()));
            out.writeStringProperty("eventId", enqueued.event());
            out.writeEndObject();
        };
    }

    /** What a replay enqueued. */
    public static Content replayed(Deliveries.Replayed replayed) {
        return out -> {
            out.writeStartObject();
            out.writeNumberProperty("enqueued", replayed.count());
            out.writeBooleanProperty("hasMore", replayed.next().isPresent());
            Values.text(out, "nextCursor", replayed.next().map(Query.Cursor::of));
            out.writeEndObject();
        };
    }

    private static void members(Endpoint endpoint, JsonGenerator out) {
        out.writeStringProperty("id", endpoint.id());
        out.writeStringProperty("url", endpoint.url());
        out.writeStringProperty("description", endpoint.description());
        if (endpoint.events().isPresent()) {
            Values.words(out, "events", endpoint.events().get());
        } else {
            out.writeNullProperty("events");
        }
        out.writeName("headers");
        Values.any(out, endpoint.headers());
        if (endpoint.rateLimit().isPresent()) {
            out.writeNumberProperty("rateLimit", endpoint.rateLimit().getAsInt());
        } else {
            out.writeNullProperty("rateLimit");
        }
        out.writeBooleanProperty("enabled", endpoint.standing().enabled());
        Values.text(out, "disabledReason", endpoint.standing().disabledReason());
        Values.instant(out, "failingSince", endpoint.standing().failingSince());
        Values.instant(out, "oldSecretUntil", endpoint.oldSecretUntil());
        Values.instant(out, "createdAt", Optional.of(endpoint.createdAt()));
        Values.instant(out, "updatedAt", Optional.of(endpoint.updatedAt()));
        Values.link(out, "/webhook-endpoints/" + endpoint.id());
    }

    private static Content attempt(Attempt attempt) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("id", attempt.id());
            out.writeStringProperty("messageId", EventIds.message(attempt.event()));
            out.writeStringProperty("eventId", attempt.event());
            out.writeStringProperty("type", attempt.type());
            out.writeNumberProperty("attempt", attempt.attempt());
            out.writeStringProperty("state", attempt.error().isEmpty() ? "succeeded" : "failed");
            if (attempt.status().isPresent()) {
                out.writeNumberProperty("status", attempt.status().get());
            } else {
                out.writeNullProperty("status");
            }
            Values.text(out, "error", attempt.error());
            Values.text(out, "response", attempt.response());
            out.writeNumberProperty("latencyMs", attempt.latencyMs());
            Values.instant(out, "at", Optional.of(attempt.at()));
            Values.instant(out, "nextAttemptAt", attempt.nextAt());
            out.writeEndObject();
        };
    }
}
