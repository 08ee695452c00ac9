package energy.amps.server.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a customer wants its events sent, as the customer sees it.
 *
 * @param id {@code ep_...}
 * @param url where to
 * @param description the customer's own words
 * @param events the types it wants; absent: all
 * @param headers what is sent along, name to value
 * @param rateLimit messages a second; absent: no limit
 * @param standing whether it is sent to
 * @param oldSecretUntil until when the secret before the last change signs too
 * @param createdAt when it was made
 * @param updatedAt when the customer, or a disabling, last changed it
 */
public record Endpoint(
        String id,
        String url,
        String description,
        Optional<List<String>> events,
        Map<String, String> headers,
        OptionalInt rateLimit,
        Standing standing,
        Optional<Instant> oldSecretUntil,
        Instant createdAt,
        Instant updatedAt) {
    /** What ids begin with. */
    public static final String PREFIX = "ep_";

    /**
     * Whether an endpoint is sent to.
     *
     * @param enabled whether it is
     * @param disabledReason why not: {@code by_request}, {@code gone} (410), {@code failing} (five days)
     * @param failingSince the first failure after the last success
     */
    public record Standing(boolean enabled, Optional<String> disabledReason, Optional<Instant> failingSince) {}

    /**
     * What a customer may choose.
     *
     * @param url where to
     * @param description the customer's own words
     * @param events the types; absent: all
     * @param headers what is sent along
     * @param rateLimit messages a second; absent: no limit
     * @param enabled whether it is sent to
     */
    public record Draft(
            String url,
            String description,
            Optional<List<String>> events,
            Map<String, String> headers,
            OptionalInt rateLimit,
            boolean enabled) {
        @Override
        public String toString() {
            return "Draft[" + url + ", headers ***]";
        }
    }

    /**
     * What a customer changes; absent stays as it is.
     *
     * @param events absent within: all types
     * @param rateLimit absent within: no limit
     */
    public record Change(
            Optional<String> url,
            Optional<String> description,
            Optional<Optional<List<String>>> events,
            Optional<Map<String, String>> headers,
            Optional<OptionalInt> rateLimit,
            Optional<Boolean> enabled) {
        @Override
        public String toString() {
            return "Change[headers ***]";
        }
    }

    /**
     * An endpoint with the secret that was just made.
     *
     * @param endpoint it
     * @param secret this once
     */
    public record WithSecret(Endpoint endpoint, EndpointSecret secret) {}

    /** As it may be asked for anew. */
    Draft draft() {
        return new Draft(url, description, events, headers, rateLimit, standing.enabled());
    }

    @Override
    public String toString() {
        return "Endpoint[" + id + "]";
    }
}
