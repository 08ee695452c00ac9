package energy.amps.server.webhook;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What an endpoint's messages are signed with.
 *
 * @param text {@code whsec_} and base64 of {@link #BYTES} random bytes; shown when it is made, and never again
 */
public record EndpointSecret(String text) {
    static final String PREFIX = "whsec_";

    /** Length of the key. */
    public static final int BYTES = 24;

    static EndpointSecret make(SecureRandom chance) {
        byte[] bytes = new byte[BYTES];
        chance.nextBytes(bytes);
        return new EndpointSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
