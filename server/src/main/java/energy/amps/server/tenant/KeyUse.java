package energy.amps.server.tenant;

import energy.amps.server.store.Database;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when keys were last used: at most once a minute for each, many in one statement, and never while a caller waits.
 * Thread-safe.
 */
public final class KeyUse {
    private static final Logger log = LoggerFactory.getLogger(KeyUse.class);

    /** How exact it is. */
    public static final Duration EXACT_TO = Duration.ofMinutes(1);

    private final Database database;
    private final InstantSource clock;

    /** The keys used since the last writing, and since the one before if that was less than a minute ago. */
    private final Map<KeyId, Used> used = new ConcurrentHashMap<>();

    private record Used(Tenant tenant, Instant at, boolean written) {}

    /** @param clock the platform's time */
    public KeyUse(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A key opened a door. What was noted within the minute is not noted again. */
    void of(Tenant tenant, KeyId key) {
        if (!used.containsKey(key)) {
            used.putIfAbsent(key, new Used(tenant, clock.instant(), false));
        }
    }

    /** Writes what was noted; now and then, by one thread. */
    public void write() {
        Instant now = clock.instant();
        used.values()
                .removeIf(each -> each.written() && each.at().plus(EXACT_TO).isBefore(now));
        List<Map.Entry<KeyId, Used>> fresh = used.entrySet().stream()
                .filter(each -> !each.getValue().written())
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        List<String> customers = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<String> instants = new ArrayList<>();
        fresh.forEach(each -> {
            customers.add(each.getValue().tenant().customer().value());
            keys.add(each.getKey().value());
            instants.add(each.getValue().at().toString());
        });
        try {
            database.asEngineAtOnce(tx -> tx.update(
                    """
                    update api_key k set last_used_at = greatest(k.last_used_at, u.at::timestamptz)
                    from unnest(?::text[], ?::text[], ?::text[]) as u(customer_id, id, at)
                    where k.customer_id = u.customer_id and k.id = u.id
                    """,
                    customers.toArray(String[]::new),
                    keys.toArray(String[]::new),
                    instants.toArray(String[]::new)));
            fresh.forEach(each -> used.replace(
                    each.getKey(),
                    each.getValue(),
                    new Used(each.getValue().tenant(), each.getValue().at(), true)));
        } catch (StoreException e) {
            log.warn("could not note when {} keys were last used; trying again", fresh.size(), e);
        }
    }
}
