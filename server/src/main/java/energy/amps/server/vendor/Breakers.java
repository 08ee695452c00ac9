package energy.amps.server.vendor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import energy.amps.server.store.Tenant;
import java.time.Duration;

/** A breaker for each vendor and account, on this node: each finds out for itself. Thread-safe. */
final class Breakers {
    /** Accounts that a node remembers for it. */
    static final int ACCOUNTS_MOST = 100_000;

    /** How long it remembers one that is not called. */
    static final Duration KEPT = Duration.ofHours(1);

    private final Cache<Of, Breaker> byAccount = Caffeine.newBuilder()
            .maximumSize(ACCOUNTS_MOST)
            .expireAfterAccess(KEPT)
            .build();

    /**
     * Whose a breaker is.
     *
     * @param account the account's id, or the device's that needs none
     */
    record Of(String vendor, Tenant tenant, String account) {}

    Breaker of(Of whose) {
        return byAccount.get(whose, any -> new Breaker());
    }

    /** How many of a vendor's accounts are kept away from now. */
    int open(String vendor) {
        return (int) byAccount.asMap().entrySet().stream()
                .filter(entry -> entry.getKey().vendor().equals(vendor))
                .filter(entry -> entry.getValue().isOpen())
                .count();
    }
}
