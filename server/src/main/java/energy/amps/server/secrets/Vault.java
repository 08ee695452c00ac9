package energy.amps.server.secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals texts and opens them. Thread-safe. */
public final class Vault {
    /** Length of a key. */
    public static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 4;

    private final Map<String, SecretKey> keys;
    private final Optional<String> sealing;
    private final SecureRandom chance = new SecureRandom();

    private Vault(Map<String, SecretKey> keys, Optional<String> sealing) {
        this.keys = keys;
        this.sealing = sealing;
    }

    /**
     * A vault with these keys.
     *
     * @param keys of {@link #KEY_BYTES} each; the first seals, all open; none: a vault that is shut
     */
    public static Vault with(List<byte[]> keys) {
        Map<String, SecretKey> byId = new LinkedHashMap<>();
        for (byte[] key : keys) {
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
            }
            byId.put(id(key), new SecretKeySpec(key, "AES"));
        }
        return new Vault(Map.copyOf(byId), byId.keySet().stream().findFirst());
    }

    /** Whether it has a key. */
    public boolean canSeal() {
        return sealing.isPresent();
    }

    /**
     * Seals a text.
     *
     * @param owner names the row it belongs to; needed again to open it
     */
    public String seal(String text, String owner) {
        String id = sealing.orElseThrow(() -> new IllegalStateException("there is no key to seal with"));
        byte[] nonce = new byte[NONCE_BYTES];
        chance.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, id, nonce, owner, text.getBytes(StandardCharsets.UTF_8));
        byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return id + "." + Base64.getEncoder().encodeToString(all);
    }

    /** Opens what was sealed for that owner. */
    public String open(String sealed, String owner) {
        int dot = sealed.indexOf('.');
        byte[] all = Base64.getDecoder().decode(sealed.substring(dot + 1));
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] text = new byte[all.length - NONCE_BYTES];
        ByteBuffer.wrap(all).get(nonce).get(text);
        return new String(
                run(Cipher.DECRYPT_MODE, sealed.substring(0, Math.max(0, dot)), nonce, owner, text),
                StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, String keyId, byte[] nonce, String owner, byte[] bytes) {
        SecretKey key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException(
                    "a secret was sealed with the key " + keyId + ", which this node does not have");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a secret of " + owner + " does not open: it was changed, or is another's", e);
        }
    }

    /** Enough to tell keys apart, too little to find them. */
    private static String id(byte[] key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Vault" + keys.keySet();
    }
}
