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
 * @param id the column that orders the list, and that cursors name
 * @param newestFirst whether the order is descending
 */
public record Listing(Source source, String where, List<@Nullable Object> args, String id, boolean newestFirst) {

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
    }

    /** One page of it, in one round trip: the rows, and how many there are. */
    public <T> Slice<T> page(
            Database database, Tenant tenant, Page page, Function<Row, T> reader, Function<T, String> idOf) {
        String order = id + (newestFirst ? " desc" : " asc");
        String beyond = page.after().isPresent() ? " and " + id + (newestFirst ? " < ?" : " > ?") : "";
        String sql = source.select() + " where " + where + beyond + " order by " + order + " limit ? offset ?;\n"
                + "select count(*) as counted from (select 1 from " + source.table() + " where " + where
                + " limit ?) c";
        List<@Nullable Object> all = new ArrayList<>(args);
        page.after().ifPresent(all::add);
        all.add(page.limit() + 1);
        all.add(page.offset());
        all.addAll(args);
        all.add(Page.MAX_OFFSET + 1);
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
