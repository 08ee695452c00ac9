package energy.amps.contract.harness;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Somebody else's verifier of our signatures. */
@FunctionalInterface
public interface Verifier {

    /**
     * Whether it takes a message for ours.
     *
     * @param secret as the receiver has it
     * @param headers by name
     */
    boolean accepts(String secret, Map<String, String> headers, String body) throws Exception;

    /** Svix's, for Java. */
    static Verifier svix() {
        return (secret, headers, body) -> {
            try {
                new com.svix.Webhook(secret).verify(body, lists(headers));
                return true;
            } catch (com.svix.exceptions.WebhookVerificationException refused) {
                return false;
            }
        };
    }

    /** That of Standard Webhooks, for Java. */
    static Verifier standardWebhooks() {
        return (secret, headers, body) -> {
            try {
                new com.standardwebhooks.Webhook(secret).verify(body, lists(headers));
                return true;
            } catch (com.standardwebhooks.exceptions.WebhookVerificationException refused) {
                return false;
            }
        };
    }

    private static Map<String, List<String>> lists(Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue())));
    }
}
