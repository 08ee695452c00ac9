package energy.amps.testkit.conformance;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks for what must not be seen.
 *
 * @param secrets what opens something; looked for in clear and as it is commonly written otherwise
 * @param vendorWords what a vendor calls its faults
 */
record Texts(Set<String> secrets, Set<String> vendorWords) {
    private static final int SHOWN = 200;

    /** Holds a text that leaves the connector to both rules. */
    void hold(String where, String text) {
        holdSecrets(where, text);
        for (String word : vendorWords) {
            Broken.unless(
                    !text.contains(word), Rule.VENDOR_WORDS, where + " has the vendor's '" + word + "': " + cut(text));
        }
    }

    /** Holds a text that need not leave the connector, such as a log line. */
    void holdSecrets(String where, String text) {
        for (String secret : secrets) {
            for (String form : forms(secret)) {
                Broken.unless(
                        !text.contains(form), Rule.SECRETS, where + " shows a secret (which is not repeated here)");
            }
        }
    }

    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return List.of(
                secret, base64, hex, hex.toUpperCase(Locale.ROOT), URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
