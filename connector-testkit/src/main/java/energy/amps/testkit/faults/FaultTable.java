package energy.amps.testkit.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The outcomes as a document: tables with a column per fault, and in a cell every outcome that was seen, sorted. */
public final class FaultTable {
    private static final String TITLE = "### ";
    private static final String BREAK = "<br>";

    private final Map<String, Map<String, Map<String, Set<String>>>> tables = new LinkedHashMap<>();
    private final String corner;

    /** A table whose rows are steps. */
    public FaultTable() {
        this("step");
    }

    private FaultTable(String corner) {
        this.corner = corner;
    }

    /** A table whose rows are connectors. */
    public static FaultTable ofConnectors() {
        return new FaultTable("connector");
    }

    /** Notes what came of a fault. */
    public void add(String table, String row, String column, String outcome) {
        tables.computeIfAbsent(table, key -> new LinkedHashMap<>())
                .computeIfAbsent(row, key -> new LinkedHashMap<>())
                .computeIfAbsent(column, key -> new TreeSet<>())
                .add(outcome);
    }

    private void add(Entry entry) {
        add(entry.table(), entry.row(), entry.column(), entry.outcome());
    }

    /** All that this and another have. */
    FaultTable and(FaultTable other) {
        FaultTable both = new FaultTable(corner);
        entries().forEach(both::add);
        other.entries().forEach(both::add);
        return both;
    }

    /** The rows that are meant, alone. */
    FaultTable only(Predicate<String> meant) {
        FaultTable some = new FaultTable(corner);
        entries().stream().filter(entry -> meant.test(entry.row())).forEach(some::add);
        return some;
    }

    /** This with other rows in the place of those that are meant. */
    FaultTable replacing(Predicate<String> meant, FaultTable others) {
        FaultTable all = new FaultTable(corner);
        for (Entry entry : entries()) {
            if (meant.test(entry.row())) {
                others.entries().stream()
                        .filter(other -> other.table().equals(entry.table()))
                        .forEach(all::add);
            } else {
                all.add(entry);
            }
        }
        return all.and(others);
    }

    /** What of {@code seen} this one has not, and which of its cells {@code seen} has nothing of. */
    public List<String> differences(FaultTable seen) {
        List<String> differences = new ArrayList<>();
        for (Entry entry : seen.entries()) {
            if (!cell(entry).contains(entry.outcome())) {
                differences.add(entry + " was seen, and is not on the page");
            }
        }
        entries().stream()
                .filter(entry -> seen.cell(entry).isEmpty())
                .map(Entry::place)
                .distinct()
                .forEach(place -> differences.add(place + " is on the page, and was not run"));
        return differences;
    }

    private record Entry(String table, String row, String column, String outcome) {
        String place() {
            return String.join(" | ", table, row, column);
        }

        @Override
        public String toString() {
            return place() + ": " + outcome;
        }
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        tables.forEach((table, rows) -> rows.forEach((row, cells) -> cells.forEach((column, outcomes) ->
                outcomes.forEach(outcome -> entries.add(new Entry(table, row, column, outcome))))));
        return entries;
    }

    private Set<String> cell(Entry entry) {
        return tables.getOrDefault(entry.table(), Map.of())
                .getOrDefault(entry.row(), Map.of())
                .getOrDefault(entry.column(), Set.of());
    }

    /** Reads what {@link #markdown} wrote. */
    public static FaultTable parse(String markdown) {
        FaultTable table = new FaultTable(markdown.lines()
                .filter(line -> line.startsWith("| "))
                .findFirst()
                .map(line -> words(line).getFirst())
                .orElse("connector"));
        String title = "";
        List<String> columns = List.of();
        for (String line : markdown.lines().toList()) {
            if (line.startsWith(TITLE)) {
                title = line.substring(TITLE.length());
                columns = List.of();
            } else if (line.startsWith("| ") && columns.isEmpty()) {
                columns = words(line);
            } else if (line.startsWith("| ")) {
                List<String> cells = words(line);
                for (int i = 1; i < cells.size(); i++) {
                    for (String outcome : cells.get(i).split(BREAK, -1)) {
                        if (!outcome.isEmpty()) {
                            table.add(title, cells.getFirst(), columns.get(i), outcome);
                        }
                    }
                }
            }
        }
        return table;
    }

    private static List<String> words(String line) {
        return List.of(line.substring(2, line.lastIndexOf(" |")).split(" \\| ", -1));
    }

    /** The tables in Markdown, in the order in which they were filled. */
    public String markdown() {
        return tables.entrySet().stream()
                .map(table -> TITLE + table.getKey() + "\n\n" + markdown(table.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private String markdown(Map<String, Map<String, Set<String>>> rows) {
        List<String> columns = rows.values().stream()
                .flatMap(row -> row.keySet().stream())
                .distinct()
                .toList();
        StringBuilder text = new StringBuilder("| " + corner + " | " + String.join(" | ", columns) + " |\n");
        text.append("|---".repeat(columns.size() + 1)).append("|\n");
        rows.forEach((row, cells) -> text.append("| ")
                .append(row)
                .append(" | ")
                .append(columns.stream()
                        .map(column -> String.join(BREAK, cells.getOrDefault(column, Set.of())))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
        return text.toString();
    }
}
