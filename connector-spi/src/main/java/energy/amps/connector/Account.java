package energy.amps.connector;

import java.util.Optional;

/**
 * An account at a vendor whose owner has shown that it is theirs.
 *
 * @param externalId the connector's own name of it, the same whenever the account is linked, by whatever credentials; at most
 *     200 characters, and none of the owner's
 * @param note what the connector wants back when it discovers the account's devices; not secret, at most 4 KiB
 * @param material what opens the account from now on, such as tokens; kept encrypted where the platform keeps it at all
 */
public record Account(String externalId, String note, Optional<Secret> material) {

    /** An account that needs nothing to be opened again. */
    public Account(String externalId, String note) {
        this(externalId, note, Optional.empty());
    }
}
