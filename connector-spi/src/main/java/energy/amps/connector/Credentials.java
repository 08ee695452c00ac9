package energy.amps.connector;

/** What opens an account at a vendor. It passes through the platform once, and is neither stored nor logged. */
public sealed interface Credentials {

    /** Of which form they are. */
    CredentialForm form();

    /**
     * A name and a password.
     *
     * @param username as the vendor knows the owner; often an e-mail address
     */
    record UsernamePassword(String username, Secret password) implements Credentials {
        @Override
        public CredentialForm form() {
            return CredentialForm.USERNAME_PASSWORD;
        }

        /** The name is the owner's own business as well. */
        @Override
        public String toString() {
            return "UsernamePassword[***]";
        }
    }

    /** A key that the owner made at the vendor. */
    record ApiKey(Secret key) implements Credentials {
        @Override
        public CredentialForm form() {
            return CredentialForm.API_KEY;
        }
    }

    /**
     * The end of an OAuth 2.0 authorization code grant (RFC 6749, section 4.1).
     *
     * @param code the authorization code
     * @param redirectUri the one that the code was asked for with
     */
    record AuthorizationCode(Secret code, String redirectUri) implements Credentials {
        @Override
        public CredentialForm form() {
            return CredentialForm.OAUTH2;
        }
    }
}
