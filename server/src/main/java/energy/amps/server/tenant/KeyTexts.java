package energy.amps.server.tenant;

import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/** The texts of keys (contract section 2): {@code amps_sk_test_} or {@code amps_sk_live_} and 190 random bits. */
final class KeyTexts {
    private static final int CHANCE = 32;

    /** What is shown of a key to recognise it by: four characters of the 32 leave 167 bits to guess. */
    private static final int SHOWN = "amps_sk_test_".length() + 4;

    private static final Pattern FORM = Pattern.compile("amps_sk_(?:test|live)_[0-9A-Za-z]{" + CHANCE + "}");

    private KeyTexts() {}

    static String fresh(Environment environment, Ids ids) {
        return (environment == Environment.LIVE ? "amps_sk_live_" : "amps_sk_test_") + ids.secret(CHANCE);
    }

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    static String prefix(String text) {
        return text.substring(0, SHOWN);
    }

    /** What is stored of a key. */
    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
