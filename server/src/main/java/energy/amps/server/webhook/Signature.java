package energy.amps.server.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What proves that a message is ours: the scheme of Svix and Standard Webhooks, version 1. */
public final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /**
     * The value of the signature header, one entry for each secret.
     *
     * @param secrets {@code whsec_} and base64, the newest first
     * @param id of the message
     * @param timestamp seconds since 1970 at which it is sent
     * @param body as it is sent
     */
    public static String of(List<String> secrets, String id, long timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return secrets.stream().map(secret -> "v1," + mac(secret, head, body)).collect(Collectors.joining(" "));
    }

    private static String mac(String secret, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(
                    Base64.getDecoder().decode(secret.substring(EndpointSecret.PREFIX.length())), ALGORITHM));
            mac.update(head);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
