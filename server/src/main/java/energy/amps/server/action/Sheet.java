package energy.amps.server.action;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement that writes many rows at once: it takes one array per column, and {@code unnest} makes rows of them. That costs
 * the database a fraction of what the same rows cost as JSON.
 *
 * @param sql the statement
 * @param columns what goes into it, in order
 * @param <R> what a row is made of
 */
record Sheet<R>(String sql, List<Column<R>> columns) {
    /** Where a statement's text has this, its columns go. */
    private static final String ROWS = "unnest(:rows)";

    Sheet {
        sql = sql.replace(
                ROWS,
                columns.stream()
                        .map(column -> "?::" + column.type() + "[]")
                        .collect(Collectors.joining(", ", "unnest(", ")")));
    }

    /**
     * One column.
     *
     * @param type what the database calls it
     * @param array the values of some rows
     * @param <R> what a row is made of
     */
    record Column<R>(String type, Function<List<R>, Object> array) {

        /** The same column of rows that have those within them. */
        <S> Column<S> within(Function<S, R> part) {
            return new Column<>(
                    type, rows -> array.apply(rows.stream().map(part).toList()));
        }
    }

    static <R> Column<R> text(Function<R, @Nullable String> value) {
        return new Column<>("text", rows -> {
            @Nullable String[] texts = new @Nullable String[rows.size()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = value.apply(rows.get(i));
            }
            return texts;
        });
    }

    static <R> Column<R> maybeText(Function<R, Optional<String>> value) {
        return text(row -> value.apply(row).orElse(null));
    }

    /** An instant travels as microseconds, which are cheaper to read than its text; {@link #instant(String)} reads them. */
    static <R> Column<R> maybeInstant(Function<R, Optional<Instant>> value) {
        return new Column<>("bigint", rows -> {
            @Nullable Long[] micros = new @Nullable Long[rows.size()];
            for (int i = 0; i < micros.length; i++) {
                micros[i] = value.apply(rows.get(i))
                        .map(at -> ChronoUnit.MICROS.between(Instant.EPOCH, at))
                        .orElse(null);
            }
            return micros;
        });
    }

    static <R> Column<R> instant(Function<R, Instant> value) {
        return maybeInstant(row -> Optional.of(value.apply(row)));
    }

    static <R> Column<R> number(ToLongFunction<R> value) {
        return new Column<>(
                "bigint", rows -> rows.stream().map(value::applyAsLong).toArray(Long[]::new));
    }

    static <R> Column<R> flag(Predicate<R> value) {
        return new Column<>("boolean", rows -> rows.stream().map(value::test).toArray(Boolean[]::new));
    }

    /** The SQL of an instant whose microseconds stand in that column. */
    static String instant(String column) {
        return "timestamptz 'epoch' + " + column + " * interval '1 microsecond'";
    }

    /** Adds the statement and its arrays, if there are rows. */
    void append(List<R> rows, StringBuilder text, List<Object> args) {
        if (!rows.isEmpty()) {
            text.append(sql);
            columns.forEach(column -> args.add(column.array().apply(rows)));
        }
    }
}
