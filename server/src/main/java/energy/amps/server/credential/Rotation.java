package energy.amps.server.credential;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    /**
     * A column of sealed texts, in a table with the columns {@code customer_id}, {@code environment} and {@code id}.
     *
     * @param owner names the row of an id, as its text was sealed for it
     * @param enveloped whether each text is under a key of its own ({@link Envelopes}), or straight under the operator's
     */
    public record Column(String table, String name, BiFunction<Tenant, String, String> owner, boolean enveloped) {
        private static Column ofMaterial(String table) {
            return new Column(table, "material", (tenant, id) -> Materials.owner(table, tenant, id), true);
        }
    }

    private final Database database;
    private final Envelopes envelopes;
    private final List<Column> columns;

    /**
     * @param envelopes has the old keys and the new one
     * @param others what is sealed beside the material of accounts
     */
    public Rotation(Database database, Envelopes envelopes, List<Column> others) {
        this.database = database;
        this.envelopes = envelopes;
        this.columns = Stream.concat(
                        Stream.of(Column.ofMaterial("account"), Column.ofMaterial("link")), others.stream())
                .toList();
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

    private record Found(Tenant tenant, String id, String text) {}

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
        Place place = place(from.orElse(""));
        Column column = columns.get(place.column());
        String key = envelopes.sealingKey();
        List<Found> found = database.asEngine(tx -> behind(tx, column, key, place));
        int shut = 0;
        int anew = 0;
        for (Found each : found) {
            Optional<String> again = again(column, each);
            shut += again.isEmpty() ? 1 : 0;
            anew += again.map(text -> database.asEngineAtOnce(tx -> replace(tx, column, each, text)))
                    .orElse(0);
        }
        Optional<Place> next = found.size() == BATCH
                ? Optional.of(place.after(found.getLast()))
                : Optional.of(new Place(place.column() + 1, "", "")).filter(then -> then.column() < columns.size());
        return new Step(key, anew, shut, next.map(Place::text));
    }

    private Place place(String text) {
        Place place = Place.of(text);
        return place.column() < columns.size() ? place : Place.FIRST;
    }

    private Optional<String> again(Column column, Found found) {
        String owner = column.owner().apply(found.tenant(), found.id());
        try {
            return Optional.of(
                    column.enveloped()
                            ? envelopes.sealedAnew(found.text(), owner)
                            : envelopes.plainSealedAnew(found.text(), owner));
        } catch (SealedShut e) {
            log.error(
                    "what is sealed for {} was sealed under the key {}, and does not open here",
                    owner,
                    Envelopes.keyOf(found.text()));
            return Optional.empty();
        }
    }

    private static List<Found> behind(Tx tx, Column column, String key, Place place) {
        String name = column.name();
        return tx.list(
                Rotation::found,
                "select customer_id, environment, id, " + name + " as sealed from " + column.table()
                        + " where (customer_id, id) > (?, ?) and " + name + " is not null and " + name
                        + " not like ? || '.%' order by customer_id, id limit ?",
                place.customer(),
                place.id(),
                key,
                BATCH);
    }

    private static Found found(Row row) {
        return new Found(
                new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment"))),
                row.text("id"),
                row.text("sealed"));
    }

    /** Unless it was replaced meanwhile: then it is under the new key already, or gone. */
    private static int replace(Tx tx, Column column, Found found, String text) {
        return tx.update(
                "update " + column.table() + " set " + column.name() + " = ? where customer_id = ? and id = ? and "
                        + column.name() + " = ?",
                text,
                found.tenant().customer().value(),
                found.id(),
                found.text());
    }

    /** Where a step begins: behind that row, in that column. */
    private record Place(int column, String customer, String id) {
        private static final String SEAM = "/";
        private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})/([^/]*)/([^/]*)");
        private static final Place FIRST = new Place(0, "", "");

        static Place of(String text) {
            Matcher parts = TEXT.matcher(text);
            return parts.matches()
                    ? new Place(Integer.parseInt(parts.group(1)), parts.group(2), parts.group(3))
                    : FIRST;
        }

        Place after(Found last) {
            return new Place(column, last.tenant().customer().value(), last.id());
        }

        String text() {
            return String.join(SEAM, Integer.toString(column), customer, id);
        }
    }
}
