package energy.amps.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One list of the API as a query: which rows, in which order, read how. Knows how pages are cut, so that every list cuts them
 * alike (contract section 2).
 *
 * @param source what is read
 * @param where which rows
 * @param args the values of {@code where}
 * @param order in which order
 * @param kept where the number of rows is kept; they are counted where it is not
 */
public record Listing(Source source, String where, List<@Nullable Object> args, Order order, Optional<KeptCount> kept) {

    /** A list whose rows are counted. */
    public Listing(Source source, String where, List<@Nullable Object> args, String id, boolean newestFirst) {
        this(source, where, args, new Order("", id, newestFirst), Optional.empty());
    }

    /**
     * An order.
     *
     * @param within a column of which {@code where} leaves one value, by a range and not by an equality, or nothing: with it only an
     *     index that begins with it gives the order, whatever the planner thinks of how its values are spread
     * @param id the column that orders the list, and that cursors name
     * @param newestFirst whether the order is descending
     */
    public record Order(String within, String id, boolean newestFirst) {
        String text() {
            String direction = newestFirst ? " desc" : " asc";
            return (within.isEmpty() ? "" : within + direction + ", ") + id + direction;
        }

        String beyond() {
            return " and " + id + (newestFirst ? " < ?" : " > ?");
        }
    }

    /**
     * A number that is written by whoever changes the rows.
     *
     * @param query gives one row with one column, or none where the number is zero
     * @param args its values
     */
    public record KeptCount(String query, List<Object> args) {}

    /**
     * What is read.
     *
     * @param columns the columns
     * @param table the table whose rows are listed, with its alias
     * @param joins what is joined to each row; neither adds rows nor takes any away, and is not counted
     */
    public record Source(String columns, String table, String joins) {
        /** The text of a select without its conditions. */
        public String select() {
            return "select " + columns + " from " + table + " " + joins;
        }

        /**
         * The text of a select whose rows are found in the table alone, before anything is joined to them: else a long list may be
         * walked by the order of a joined table (docs/decisions/0009).
         */
        String page(String rows, String order) {
            String of = " from " + table + " where " + rows + " order by " + order + " limit ? offset ?";
            if (joins.isEmpty()) {
                return "select " + columns + of;
            }
            String alias = table.substring(table.lastIndexOf(' ') + 1);
            return "select " + columns + " from (select " + alias + ".*" + of + ") " + alias + " " + joins
                    + " order by " + order;
        }
    }

    /** One page of it, in one round trip: the rows, and how many there are. */
    public <T> Slice<T> page(
            Database database, Tenant tenant, Page page, Function<Row, T> reader, Function<T, String> idOf) {
        String beyond = page.after().isPresent() ? order.beyond() : "";
        String sql = source.page(where + beyond, order.text()) + ";\n"
                + kept.map(count -> "select coalesce((" + count.query() + "), 0) as counted")
                        .orElseGet(() -> "select count(*) as counted from (select 1 from " + source.table() + " where "
                                + where + " limit ?) c");
        List<@Nullable Object> all = new ArrayList<>(args);
        page.after().ifPresent(all::add);
        all.add(page.limit() + 1);
        all.add(page.offset());
        if (kept.isPresent()) {
            all.addAll(kept.get().args());
        } else {
            all.addAll(args);
            all.add(Page.MAX_OFFSET + 1);
        }
        Tx.Both<T, Integer> rows = database.both(tenant, reader, row -> row.count("counted"), sql, all.toArray());
        boolean more = rows.first().size() > page.limit();
        List<T> items = more ? rows.first().subList(0, page.limit()) : rows.first();
        int counted = rows.second().getFirst();
        return new Slice<>(
                items,
                page,
                Math.min(counted, Page.MAX_OFFSET),
                counted > Page.MAX_OFFSET,
                more,
                more ? Optional.of(idOf.apply(items.getLast())) : Optional.empty());
    }
}
