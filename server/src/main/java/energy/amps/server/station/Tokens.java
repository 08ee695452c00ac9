package energy.amps.server.station;

import energy.amps.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What is stored of the secrets of pairing. */
final class Tokens {
    /** Characters of base62: 131 random bits. */
    static final int LENGTH = 22;

    private Tokens() {}

    static byte[] hash(Secret token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(token));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The token is nowhere in the database: a password under it, however short, cannot be tried out from there. */
    static byte[] mac(Secret token, Secret password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(token), "HmacSHA256"));
            return mac.doFinal(bytes(password));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    static Optional<byte[]> mac(Caller caller) {
        return caller.password().map(password -> mac(caller.token(), password));
    }

    /** Compares in a time that tells nothing. */
    static boolean isSame(Optional<String> hex, Optional<byte[]> mac) {
        return hex.isPresent() == mac.isPresent()
                && MessageDigest.isEqual(HexFormat.of().parseHex(hex.orElse("")), mac.orElse(new byte[0]));
    }

    private static byte[] bytes(Secret secret) {
        return secret.reveal().getBytes(StandardCharsets.UTF_8);
    }
}
