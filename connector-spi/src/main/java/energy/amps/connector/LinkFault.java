package energy.amps.connector;

/** Why a vendor refuses to open an account. */
public enum LinkFault {
    /** The credentials are wrong. */
    INVALID_CREDENTIALS,
    /** The account is locked at the vendor; its owner has to unlock it there. */
    ACCOUNT_LOCKED,
    /** The second factor is wrong. */
    INVALID_MFA_CODE
}
