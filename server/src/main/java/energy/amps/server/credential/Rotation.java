package energy.amps.server.credential;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals everything anew under the key that seals now, some rows at a time. A step that is repeated, or never followed by another,
 * does no harm: what is done is done, and what is not still opens under its old key. Thread-safe.
 */
public final class Rotation {
    /** Rows of a step. */
    public static final int BATCH = 200;

    private static final Logger log = LoggerFactory.getLogger(Rotation.class);

    private static final List<String> TABLES = List.of("account", "link");

    private final Database database;
    private final Envelopes envelopes;

    /** @param envelopes has the old keys and the new one */
    public Rotation(Database database, Envelopes envelopes) {
        this.database = database;
        this.envelopes = envelopes;
    }

    /**
     * How far a rotation has come.
     *
     * @param key the id of the key that seals now
     * @param sealedAnew how many this step has sealed under it
     * @param shut how many this step found that do not open under any key of this node's
     * @param next from where the next step goes on; empty when there is none
     */
    public record Step(String key, int sealedAnew, int shut, Optional<String> next) {}

    private record Found(Tenant tenant, String id, String material) {}

    /** Whether there is a key to seal with. */
    public boolean isPossible() {
        return envelopes.canSeal();
    }

    /**
     * Takes a step.
     *
     * @param from where the last one ended; empty begins. A text that no step gave is taken for the beginning
     */
    public Step step(Optional<String> from) {
        Place place = Place.of(from.orElse(""));
        String table = TABLES.get(place.table());
        String key = envelopes.sealingKey();
        List<Found> found = database.asEngine(tx -> behind(tx, table, key, place));
        int shut = 0;
        int anew = 0;
        for (Found each : found) {
            Optional<String> again = again(table, each);
            shut += again.isEmpty() ? 1 : 0;
            anew += again.map(text -> database.asEngineAtOnce(tx -> replace(tx, table, each, text)))
                    .orElse(0);
        }
        Optional<Place> next = found.size() == BATCH
                ? Optional.of(place.after(found.getLast()))
                : Optional.of(new Place(place.table() + 1, "", "")).filter(then -> then.table() < TABLES.size());
        return new Step(key, anew, shut, next.map(Place::text));
    }

    private Optional<String> again(String table, Found found) {
        String owner = Materials.owner(table, found.tenant(), found.id());
        try {
            return Optional.of(envelopes.sealedAnew(found.material(), owner));
        } catch (SealedShut e) {
            log.error(
                    "what opens the {} was sealed under the key {}, and does not open here",
                    owner,
                    Envelopes.keyOf(found.material()));
            return Optional.empty();
        }
    }

    private static List<Found> behind(Tx tx, String table, String key, Place place) {
        return tx.list(
                Rotation::found,
                "select customer_id, environment, id, material from " + table
                        + " where (customer_id, id) > (?, ?) and material is not null and material not like ? || '.%'"
                        + " order by customer_id, id limit ?",
                place.customer(),
                place.id(),
                key,
                BATCH);
    }

    private static Found found(Row row) {
        return new Found(
                new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment"))),
                row.text("id"),
                row.text("material"));
    }

    /** Unless it was replaced meanwhile: then it is under the new key already, or gone. */
    private static int replace(Tx tx, String table, Found found, String text) {
        return tx.update(
                "update " + table + " set material = ? where customer_id = ? and id = ? and material = ?",
                text,
                found.tenant().customer().value(),
                found.id(),
                found.material());
    }

    /** Where a step begins: behind that row of that table. */
    private record Place(int table, String customer, String id) {
        private static final String SEAM = "/";

        static Place of(String text) {
            List<String> parts = List.of(text.split(SEAM, -1));
            int table = parts.size() == 3 ? TABLES.indexOf(parts.getFirst()) : 0;
            return table < 0 || parts.size() != 3 ? new Place(0, "", "") : new Place(table, parts.get(1), parts.get(2));
        }

        Place after(Found last) {
            return new Place(table, last.tenant().customer().value(), last.id());
        }

        String text() {
            return String.join(SEAM, TABLES.get(table), customer, id);
        }
    }
}
