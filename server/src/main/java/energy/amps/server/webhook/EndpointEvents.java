package energy.amps.server.webhook;

import energy.amps.server.event.EventType;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events about endpoints themselves. */
final class EndpointEvents {
    private EndpointEvents() {}

    /**
     * An event that is to be made.
     *
     * @param id {@code evt_...}
     * @param type what happened
     * @param endpoint to which
     * @param sequence its number among those of the endpoint
     * @param at the tenant's time
     */
    record New(String id, EventType type, String endpoint, long sequence, Instant at) {}

    /** @param more what the body says besides */
    static void insert(Tx tx, Tenant tenant, New event, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("endpointId", event.endpoint());
        body.putAll(more);
        body.put("type", event.type().wire());
        body.put("timestamp", WebhookJson.instant(event.at()));
        body.put("sequence", event.sequence());
        tx.update(
                """
                insert into event (customer_id, environment, id, device_id, sequence, type, occurred_at, data)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                tenant.customer().value(),
                tenant.environment().wire(),
                event.id(),
                event.endpoint(),
                event.sequence(),
                event.type().wire(),
                event.at(),
                new Tx.Json(WebhookJson.text(body)));
    }
}
