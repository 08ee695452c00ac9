package energy.amps.server.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The key that a request carries (contract section 2): {@code x-api-key}, or {@code Authorization: Bearer}. */
sealed interface PresentedKey {

    /** No key at all; another {@code Authorization} scheme counts as none. */
    record None() implements PresentedKey {}

    /** Several keys that differ: which one was meant is not ours to guess. */
    record Contradiction() implements PresentedKey {}

    /**
     * One key, whether it opens anything or not.
     *
     * @param text as sent
     */
    record One(String text) implements PresentedKey {
        @Override
        public String toString() {
            return "One[***]";
        }
    }

    static PresentedKey of(List<String> apiKeys, List<String> authorizations) {
        if (apiKeys.size() == 1 && authorizations.isEmpty()) { // nearly all requests
            String key = apiKeys.getFirst().strip();
            return key.isEmpty() ? new None() : new One(key);
        }
        List<String> distinct = Stream.concat(
                        apiKeys.stream().map(String::strip),
                        authorizations.stream().flatMap(a -> bearer(a).stream()))
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
        return switch (distinct.size()) {
            case 0 -> new None();
            case 1 -> new One(distinct.getFirst());
            default -> new Contradiction();
        };
    }

    private static Optional<String> bearer(String authorization) {
        String[] schemeAndToken = authorization.strip().split("\\s+", 2);
        return schemeAndToken.length == 2 && schemeAndToken[0].equalsIgnoreCase("Bearer")
                ? Optional.of(schemeAndToken[1].strip())
                : Optional.empty();
    }
}
