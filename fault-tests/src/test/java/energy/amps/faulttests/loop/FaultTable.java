package energy.amps.faulttests.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The outcomes as a document: a table per mode, a column per fault, and in a cell every outcome that was seen, sorted. */
final class FaultTable {
    private final Map<String, Map<String, Map<String, Set<String>>>> tables = new LinkedHashMap<>();

    /** Notes what came of a fault. */
    void add(String table, String row, String column, String outcome) {
        tables.computeIfAbsent(table, key -> new LinkedHashMap<>())
                .computeIfAbsent(row, key -> new LinkedHashMap<>())
                .computeIfAbsent(column, key -> new TreeSet<>())
                .add(outcome);
    }

    /** The tables in Markdown, in the order in which they were filled. */
    String markdown() {
        return tables.entrySet().stream()
                .map(table -> "### " + table.getKey() + "\n\n" + markdown(table.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String markdown(Map<String, Map<String, Set<String>>> rows) {
        List<String> columns = rows.values().stream()
                .flatMap(row -> row.keySet().stream())
                .distinct()
                .toList();
        StringBuilder text = new StringBuilder("| step | " + String.join(" | ", columns) + " |\n");
        text.append("|---".repeat(columns.size() + 1)).append("|\n");
        rows.forEach((row, cells) -> text.append("| ")
                .append(row)
                .append(" | ")
                .append(columns.stream()
                        .map(column -> String.join("<br>", cells.getOrDefault(column, Set.of())))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
        return text.toString();
    }
}
