package energy.amps.server.tenant;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes customers, their first keys and their users, and shuts and opens doors: the operator's side. Thread-safe. */
public final class Customers {
    /** Most characters of a name. */
    public static final int NAME_MOST = 100;

    /** Customers of one page. */
    public static final int PAGE = 50;

    private static final Actor OPERATOR = new Actor.Operator();

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final KeyRing ring;
    private final Keys keys;
    private final Audit audit;

    /**
     * @param clock the platform's time
     * @param ids makes the ids of customers and users
     * @param ring makes keys
     * @param keys is told of doors that are shut, so that they are so here at once
     */
    public Customers(Database database, InstantSource clock, Ids ids, KeyRing ring, Keys keys, Audit audit) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.ring = ring;
        this.keys = keys;
        this.audit = audit;
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
        return database.asEngine(tx -> {
            tx.update(
                    "insert into customer (id, name, live_enabled, created_at) values (?, ?, ?, ?)",
                    id.value(),
                    name,
                    liveEnabled,
                    clock.instant());
            note(tx, id, "customer.created", Map.of("name", name, "liveEnabled", liveEnabled));
            return id;
        });
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

    /** Customers behind that id, or from the first, in the order of their making; a {@link #PAGE} at most. */
    public List<Customer> list(Optional<CustomerId> after) {
        return database.asEngineAtOnce(tx -> tx.list(
                Customer::read,
                "select " + Customer.COLUMNS + " from customer c where c.id > ? order by c.id limit ?",
                after.map(CustomerId::value).orElse(""),
                PAGE));
    }

    /** One customer; {@code NOT_FOUND} when there is none. */
    public Checked<Customer> read(CustomerId id) {
        return database.asEngineAtOnce(tx -> find(tx, id, ""));
    }

    private static Checked<Customer> find(Tx tx, CustomerId id, String lock) {
        return tx.one(
                        Customer::read,
                        "select " + Customer.COLUMNS + " from customer c where c.id = ?" + lock,
                        id.value())
                .<Checked<Customer>>map(Checked.Passed::new)
                .orElseGet(() -> new Checked.Refused<>(Refusal.of(ErrorCode.NOT_FOUND, "There is no such customer.")));
    }

    /**
     * Opens or shuts a customer's door; as it stands already, nothing changes.
     *
     * @param beside run in the same transaction, whether anything changed or not
     */
    public Checked<Customer> setDisabled(CustomerId id, boolean disabled, Keep<Customer> beside) {
        return change(id, beside, (tx, was) -> {
            if (was.disabledAt().isPresent() == disabled) {
                return was;
            }
            Optional<Instant> at = disabled ? Optional.of(clock.instant()) : Optional.empty();
            tx.update("update customer set disabled_at = ? where id = ?", at, id.value());
            note(tx, id, disabled ? "customer.disabled" : "customer.enabled", Map.of());
            return new Customer(id, was.name(), was.liveEnabled(), at, was.createdAt());
        });
    }

    /**
     * Opens or shuts a customer's live environment; as it stands already, nothing changes.
     *
     * @param beside run in the same transaction, whether anything changed or not
     */
    public Checked<Customer> setLive(CustomerId id, boolean enabled, Keep<Customer> beside) {
        return change(id, beside, (tx, was) -> {
            if (was.liveEnabled() == enabled) {
                return was;
            }
            tx.update("update customer set live_enabled = ? where id = ?", enabled, id.value());
            note(tx, id, enabled ? "customer.live_enabled" : "customer.live_disabled", Map.of());
            return new Customer(id, was.name(), enabled, was.disabledAt(), was.createdAt());
        });
    }

    @FunctionalInterface
    private interface Change {
        Customer of(Tx tx, Customer was);
    }

    private Checked<Customer> change(CustomerId id, Keep<Customer> beside, Change change) {
        Checked<Customer> changed =
                database.asEngine(tx -> find(tx, id, " for update").then(was -> {
                    Customer now = change.of(tx, was);
                    beside.keep(tx, now);
                    return new Checked.Passed<>(now);
                }));
        keys.forget(id);
        return changed;
    }

    /** Whoever reads either environment's log learns what befell the whole. */
    private void note(Tx tx, CustomerId id, String what, Map<String, ?> details) {
        for (Environment environment : Environment.values()) {
            audit.note(tx, new Tenant(id, environment), OPERATOR, what, id.value(), details);
        }
    }

    /** Makes a key that may do everything in one environment of a customer. */
    public IssuedKey issueKey(Tenant tenant) {
        MadeKey made = database.asEngine(tx -> ring.make(tx, tenant, OPERATOR, NewKey.ofEverything()));
        return new IssuedKey(made.key().id(), tenant, made.text());
    }

    /** Makes a key for a customer; {@code NOT_FOUND} when there is none. */
    public Checked<MadeKey> makeKey(Tenant tenant, NewKey wanted) {
        return ring.timely(wanted)
                .then(key -> database.asEngine(tx -> find(tx, tenant.customer(), " for share")
                        .then(customer -> new Checked.Passed<>(ring.make(tx, tenant, OPERATOR, key)))));
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
