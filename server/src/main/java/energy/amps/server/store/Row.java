package energy.amps.server.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** One row of a result, read column by column under its name. */
public final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    /** A text that is never null. */
    public String text(String column) {
        return maybeText(column).orElseThrow(() -> new IllegalStateException("null in column " + column));
    }

    /** A text that may be null; JSON columns are read as their text. */
    public Optional<String> maybeText(String column) {
        try {
            return Optional.ofNullable(results.getString(column));
        } catch (SQLException e) {
            throw new StoreException("reading column " + column, e);
        }
    }

    /** The texts of an array; none where it is null. */
    public List<String> texts(String column) {
        try {
            Array array = results.getArray(column);
            return array == null ? List.of() : List.of((String[]) array.getArray());
        } catch (SQLException e) {
            throw new StoreException("reading column " + column, e);
        }
    }

    /** An instant that is never null. */
    public Instant instant(String column) {
        return maybeInstant(column).orElseThrow(() -> new IllegalStateException("null in column " + column));
    }

    /** An instant that may be null. */
    public Optional<Instant> maybeInstant(String column) {
        try {
            return Optional.ofNullable(results.getObject(column, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant);
        } catch (SQLException e) {
            throw new StoreException("reading column " + column, e);
        }
    }

    /** A whole number that is never null. */
    public long number(String column) {
        try {
            long value = results.getLong(column);
            if (results.wasNull()) {
                throw new IllegalStateException("null in column " + column);
            }
            return value;
        } catch (SQLException e) {
            throw new StoreException("reading column " + column, e);
        }
    }

    /** A whole number that is never null and fits 32 bits. */
    public int count(String column) {
        return Math.toIntExact(number(column));
    }

    /** A yes or no that is never null. */
    public boolean flag(String column) {
        try {
            boolean value = results.getBoolean(column);
            if (results.wasNull()) {
                throw new IllegalStateException("null in column " + column);
            }
            return value;
        } catch (SQLException e) {
            throw new StoreException("reading column " + column, e);
        }
    }
}
