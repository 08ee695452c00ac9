package energy.amps.server.tenant;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key that is wanted.
 *
 * @param name what its owner calls it, 1 to 100 characters
 * @param scopes what it may do; at least one
 * @param expiresAt when it ends by itself
 */
public record NewKey(Optional<String> name, Set<KeyScope> scopes, Optional<Instant> expiresAt) {
    /** Most characters of a name. */
    public static final int NAME_MOST = 100;

    /** Copies the scopes. */
    public NewKey {
        scopes = Set.copyOf(scopes);
    }

    /** A key that may do everything and never ends. */
    public static NewKey ofEverything() {
        return new NewKey(Optional.empty(), Set.of(KeyScope.values()), Optional.empty());
    }
}
