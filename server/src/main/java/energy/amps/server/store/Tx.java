package energy.amps.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction. Arguments of statements may be {@link Instant}, {@link String}, numbers, booleans, enums' texts,
 * {@link Optional} of those (empty is null), {@link Json}, and arrays of texts or numbers; belongs to one thread.
 */
public final class Tx {

    /**
     * A text that the database takes as JSON.
     *
     * @param text the JSON
     */
    public record Json(String text) {}

    private final Connection connection;
    private final @Nullable Tenant announce;
    private boolean announced;

    /** @param announce the tenant to set in the round trip of the first statement; null for the engine's role */
    Tx(Connection connection, @Nullable Tenant announce) {
        this.connection = connection;
        this.announce = announce;
        this.announced = announce == null;
    }

    /** The rows that a query gives. */
    public <T> List<T> list(Function<Row, T> reader, String sql, @Nullable Object... args) {
        return execute(sql, args, statement -> rows(statement, reader));
    }

    /** The row that a query gives, where it gives at most one. */
    public <T> Optional<T> one(Function<Row, T> reader, String sql, @Nullable Object... args) {
        List<T> rows = list(reader, sql, args);
        if (rows.size() > 1) {
            throw new IllegalStateException("more than one row for a query that gives at most one");
        }
        return rows.stream().findFirst();
    }

    /** The rows of two queries in one round trip; semicolon between. */
    public <A, B> Both<A, B> both(
            Function<Row, A> first, Function<Row, B> second, String sql, @Nullable Object... args) {
        return execute(sql, args, statement -> {
            List<A> a = rows(statement, first);
            advance(statement);
            return new Both<>(a, rows(statement, second));
        });
    }

    /**
     * The rows of two queries.
     *
     * @param first of the first
     * @param second of the second
     * @param <A> what the first gives
     * @param <B> what the second gives
     */
    public record Both<A, B>(List<A> first, List<B> second) {}

    /**
     * The rows of three queries in one round trip.
     *
     * @param sql all three, with semicolons between; each sees what the ones before it waited for
     */
    public <A, B, C> Three<A, B, C> three(
            Function<Row, A> first,
            Function<Row, B> second,
            Function<Row, C> third,
            String sql,
            @Nullable Object... args) {
        return execute(sql, args, statement -> {
            List<A> a = rows(statement, first);
            advance(statement);
            List<B> b = rows(statement, second);
            advance(statement);
            return new Three<>(a, b, rows(statement, third));
        });
    }

    /**
     * The rows of three queries.
     *
     * @param first of the first
     * @param second of the second
     * @param third of the third
     * @param <A> what the first gives
     * @param <B> what the second gives
     * @param <C> what the third gives
     */
    public record Three<A, B, C>(List<A> first, List<B> second, List<C> third) {}

    /** Runs a statement, or several with semicolons between; gives the rows that the first one touched. */
    public int update(String sql, @Nullable Object... args) {
        return execute(sql, args, PreparedStatement::getUpdateCount);
    }

    /** Runs several statements in one round trip; gives how many rows each of the first {@code counted} touched. */
    public List<Integer> updates(int counted, String sql, @Nullable Object... args) {
        return execute(sql, args, statement -> {
            List<Integer> counts = new ArrayList<>();
            for (int i = 0; i < counted; i++) {
                if (i > 0) {
                    advance(statement);
                }
                counts.add(statement.getUpdateCount());
            }
            return counts;
        });
    }

    /** Reads what a statement gave, positioned on the result of the caller's first statement. */
    @FunctionalInterface
    private interface Results<T> {
        T read(PreparedStatement statement) throws SQLException;
    }

    private <T> T execute(String sql, @Nullable Object[] args, Results<T> results) {
        boolean announcing = !announced;
        String text = announcing ? Database.ANNOUNCE + sql : sql;
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            int index = 1;
            if (announcing && announce != null) {
                statement.setString(index++, announce.customer().value());
                statement.setString(index++, announce.environment().wire());
            }
            for (Object arg : args) {
                bind(statement, index++, arg);
            }
            statement.execute();
            announced = true;
            if (announcing) {
                advance(statement);
            }
            return results.read(statement);
        } catch (SQLException e) {
            throw new StoreException("a statement failed", e);
        }
    }

    private static void advance(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
    }

    private static <T> List<T> rows(PreparedStatement statement, Function<Row, T> reader) throws SQLException {
        try (ResultSet results = statement.getResultSet()) {
            if (results == null) {
                throw new IllegalStateException("the statement gives no rows");
            }
            List<T> rows = new ArrayList<>();
            Row row = new Row(results);
            while (results.next()) {
                rows.add(reader.apply(row));
            }
            return rows;
        }
    }

    private void bind(PreparedStatement statement, int index, @Nullable Object arg) throws SQLException {
        switch (arg) {
            case null -> statement.setNull(index, Types.NULL);
            case Optional<?> maybe -> bind(statement, index, maybe.orElse(null));
            case Instant instant -> statement.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
            case Json json -> statement.setObject(index, json.text(), Types.OTHER);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case String[] texts -> statement.setArray(index, connection.createArrayOf("text", texts));
            case Long[] numbers -> statement.setArray(index, connection.createArrayOf("bigint", numbers));
            case Boolean[] flags -> statement.setArray(index, connection.createArrayOf("boolean", flags));
            default -> statement.setObject(index, arg);
        }
    }
}
