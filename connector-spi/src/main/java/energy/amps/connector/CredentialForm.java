package energy.amps.connector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a vendor asks of whoever owns an account (contract section 10). */
public enum CredentialForm {
    /** A name and a password. */
    USERNAME_PASSWORD,
    /** A key that the owner made at the vendor. */
    API_KEY,
    /** A code that the vendor gave to the owner's browser. */
    OAUTH2;

    /** The word as it stands in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form of that word, or empty when there is none. */
    public static Optional<CredentialForm> of(String wire) {
        return Arrays.stream(values()).filter(form -> form.wire().equals(wire)).findFirst();
    }
}
