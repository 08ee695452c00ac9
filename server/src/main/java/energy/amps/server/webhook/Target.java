package energy.amps.server.webhook;

import energy.amps.server.event.EventType;
import energy.amps.server.event.FeedEvent;
import energy.amps.server.store.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An endpoint as it is sent to. Read afresh with each claim, so that a change holds for what is claimed after it.
 *
 * @param tenant whose
 * @param id {@code ep_...}
 * @param url where to
 * @param secrets that sign now, the newest first
 * @param headers what is sent along
 * @param events the types it wants; absent: all
 * @param since from which event on
 * @param rateLimit messages a second; absent: no limit
 * @param failingSince the first failure after the last success
 */
record Target(
        Tenant tenant,
        String id,
        String url,
        List<String> secrets,
        Map<String, String> headers,
        Optional<List<String>> events,
        String since,
        OptionalInt rateLimit,
        Optional<Instant> failingSince) {

    /** Names its lane. */
    record Key(String customer, String endpoint) {}

    Key key() {
        return new Key(tenant.customer().value(), id);
    }

    /** Whether it is to be told of an event that has just entered the feed. */
    boolean wants(FeedEvent event) {
        if (event.data().isEmpty() || event.id().compareTo(since) < 0) {
            return false;
        }
        // A test has its delivery already, made with it.
        if (event.type().equals(EventType.WEBHOOK_TEST.wire())) {
            return false;
        }
        if (event.type().equals(EventType.WEBHOOK_ENDPOINT_DISABLED.wire())
                && event.subject().filter(id::equals).isPresent()) {
            return false;
        }
        return events.isEmpty() || events.get().contains(event.type());
    }

    @Override
    public String toString() {
        return "Target[" + id + ", secrets ***]";
    }
}
