package energy.amps.server.credential;

import energy.amps.connector.Secret;
import energy.amps.server.secrets.Vault;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * Seals a secret under a key of its own, and that key under the operator's. The two stand side by side: {@code
 * <key id>.<sealed key>|<sealed secret>}. Under another key of the operator's only the first half changes. Thread-safe.
 */
public final class Envelopes {
    private static final char SEAM = '|';

    private final Vault vault;
    private final SecureRandom chance = new SecureRandom();

    /** @param vault holds the operator's keys; one that is shut seals nothing */
    public Envelopes(Vault vault) {
        this.vault = vault;
    }

    /** Whether there is a key to seal with. */
    public boolean canSeal() {
        return vault.canSeal();
    }

    /**
     * Seals a secret.
     *
     * @param owner names the row it belongs to; needed again to open it
     */
    public String seal(Secret secret, String owner) {
        byte[] key = new byte[Vault.KEY_BYTES];
        chance.nextBytes(key);
        return sealedKey(key, owner) + SEAM + Vault.with(List.of(key)).seal(secret.reveal(), owner);
    }

    /**
     * Opens what was sealed for that owner.
     *
     * @throws SealedShut when it does not open
     */
    public Secret open(String envelope, String owner) {
        try {
            byte[] key = openedKey(envelope, owner);
            return new Secret(Vault.with(List.of(key)).open(envelope.substring(seam(envelope) + 1), owner));
        } catch (RuntimeException e) {
            // A text that somebody changed may break at any step.
            throw new SealedShut(owner, e);
        }
    }

    /** The same secret under the key that seals now; the secret itself stays closed. */
    String sealedAnew(String envelope, String owner) {
        try {
            return sealedKey(openedKey(envelope, owner), owner) + envelope.substring(seam(envelope));
        } catch (RuntimeException e) {
            // A text that somebody changed may break at any step.
            throw new SealedShut(owner, e);
        }
    }

    /** The same of a text that stands straight under the operator's key. */
    String plainSealedAnew(String sealed, String owner) {
        try {
            return vault.seal(vault.open(sealed, owner), owner);
        } catch (RuntimeException e) {
            throw new SealedShut(owner, e);
        }
    }

    /** The id of the operator's key that something was sealed under. */
    static String keyOf(String envelope) {
        return envelope.substring(0, Math.max(0, envelope.indexOf('.')));
    }

    /** The id of the operator's key that seals now. */
    String sealingKey() {
        return keyOf(vault.seal("", ""));
    }

    private String sealedKey(byte[] key, String owner) {
        return vault.seal(Base64.getEncoder().encodeToString(key), ofKey(owner));
    }

    private byte[] openedKey(String envelope, String owner) {
        return Base64.getDecoder().decode(vault.open(envelope.substring(0, seam(envelope)), ofKey(owner)));
    }

    private static int seam(String envelope) {
        return Math.max(0, envelope.indexOf(SEAM));
    }

    /** A key is no secret's text, and does not open as one. */
    private static String ofKey(String owner) {
        return owner + "/key";
    }
}
