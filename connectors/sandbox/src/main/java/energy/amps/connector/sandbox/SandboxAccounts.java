package energy.amps.connector.sandbox;

import energy.amps.connector.Account;
import energy.amps.connector.Challenge;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.LinkFault;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may open which sandbox account (contract section 10): anybody, with anything. Some user names are special, in the manner
 * of test card numbers; what stands before {@code @} decides, the domain does not matter.
 */
final class SandboxAccounts {

    /** The second factor of {@code mfa@}. */
    static final String MFA_CODE = "123456";

    static final Set<CredentialForm> FORMS = Set.of(CredentialForm.USERNAME_PASSWORD, CredentialForm.API_KEY);

    private SandboxAccounts() {}

    static LinkOutcome authenticate(Credentials credentials) {
        return switch (credentials) {
            case Credentials.UsernamePassword(String username, Secret password) -> named(username);
            case Credentials.ApiKey(Secret key) -> open("key:" + key.reveal(), "");
            case Credentials.AuthorizationCode code ->
                throw new IllegalArgumentException("the sandbox knows no " + code.form());
        };
    }

    private static LinkOutcome named(String username) {
        String name = username.toLowerCase(Locale.ROOT);
        String special = name.contains("@") ? name.substring(0, name.indexOf('@')) : "";
        return switch (special) {
            case "wrong" -> new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS);
            case "locked" -> new LinkOutcome.Rejected(LinkFault.ACCOUNT_LOCKED);
            case "mfa" -> new LinkOutcome.MfaRequired(new Challenge(idOf("user:" + name)));
            default -> open("user:" + name, trait(special).isPresent() ? special : "");
        };
    }

    static LinkOutcome answer(Challenge challenge, Secret code) {
        return code.reveal().equals(MFA_CODE)
                ? new LinkOutcome.Authenticated(new Account(challenge.note(), ""))
                : new LinkOutcome.Rejected(LinkFault.INVALID_MFA_CODE);
    }

    /** How the devices of an account behave. */
    static Set<Trait> traits(Account account) {
        return trait(account.note()).map(Set::of).orElse(Set.of());
    }

    private static Optional<Trait> trait(String name) {
        return Arrays.stream(Trait.values())
                .filter(trait -> trait.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private static LinkOutcome open(String whose, String special) {
        return new LinkOutcome.Authenticated(new Account(idOf(whose), special));
    }

    /** The same for the same user name or key; neither stands in it. */
    private static String idOf(String whose) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(whose.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
