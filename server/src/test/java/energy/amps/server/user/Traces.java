package energy.amps.server.user;

import energy.amps.server.testing.Sql;
import java.util.ArrayList;
import java.util.List;

/** Looks for texts in every row of every table there is, whatever its columns are called. */
final class Traces {
    private Traces() {}

    /** Where a text is found, as {@code table: row}. */
    static List<String> of(Sql sql, String text) {
        List<String> found = new ArrayList<>();
        for (String table : sql.column("""
                select table_name from information_schema.tables
                where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name
                """)) {
            // The whole row as text: texts, JSON, arrays and whatever else is added one day.
            sql.column("select t::text from \"" + table + "\" t where t::text like '%' || ? || '%'", text)
                    .forEach(row -> found.add(table + ": " + row));
        }
        return found;
    }
}
