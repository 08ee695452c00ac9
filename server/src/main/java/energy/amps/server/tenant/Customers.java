package energy.amps.server.tenant;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import java.time.InstantSource;
import java.util.Optional;

/** Makes customers, their keys and their users: the operator's side of the house. Thread-safe. */
public final class Customers {
    private static final int KEY_LENGTH = 32;

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * @param clock the platform's time
     * @param ids makes the ids of customers, users and keys, and the keys' texts
     */
    public Customers(Database database, InstantSource clock, Ids ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * A key that was just made; the only time that its text is to be had.
     *
     * @param id its id
     * @param tenant what it opens
     * @param text the key itself
     */
    public record IssuedKey(KeyId id, Tenant tenant, String text) {
        @Override
        public String toString() {
            return id + " of " + tenant + " (key ***)";
        }
    }

    /** Makes a customer. */
    public CustomerId create(String name, boolean liveEnabled) {
        CustomerId id = new CustomerId(ids.next("cus_"));
        database.asEngine(tx -> tx.update(
                "insert into customer (id, name, live_enabled, created_at) values (?, ?, ?, ?)",
                id.value(),
                name,
                liveEnabled,
                clock.instant()));
        return id;
    }

    /** Whether there is a customer of that name. */
    public Optional<CustomerId> named(String name) {
        return database
                .asEngineAtOnce(tx -> tx.list(
                        row -> new CustomerId(row.text("id")),
                        "select id from customer where name = ? order by id limit 1",
                        name))
                .stream()
                .findFirst();
    }

    /** Makes a key that opens one environment of a customer. */
    public IssuedKey issueKey(Tenant tenant) {
        String text =
                (tenant.environment() == Environment.LIVE ? "amps_sk_live_" : "amps_sk_test_") + ids.secret(KEY_LENGTH);
        KeyId id = new KeyId(ids.next("key_"));
        database.asEngine(tx -> tx.update(
                "insert into api_key (customer_id, environment, id, hash, created_at) values (?, ?, ?, ?, ?)",
                tenant.customer().value(),
                tenant.environment().wire(),
                id.value(),
                Keys.hash(text),
                clock.instant()));
        return new IssuedKey(id, tenant, text);
    }

    /** Makes an end user, under the integrator's own reference where there is one. */
    public UserId createUser(Tenant tenant, Optional<String> externalReference) {
        UserId id = new UserId(ids.next("user_"));
        database.asEngine(tx -> tx.update(
                "insert into end_user (customer_id, environment, id, external_ref, created_at) values (?, ?, ?, ?, ?)",
                tenant.customer().value(),
                tenant.environment().wire(),
                id.value(),
                externalReference,
                clock.instant()));
        return id;
    }
}
