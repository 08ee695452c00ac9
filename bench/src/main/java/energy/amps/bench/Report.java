package energy.amps.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a scenario found.
 *
 * @param title what was measured
 * @param method how, in a few sentences
 * @param tables the figures
 * @param goals what they say about the goals, a line each
 */
record Report(String title, String method, List<Table> tables, List<String> goals) {

    /**
     * Figures in rows.
     *
     * @param columns their names
     * @param rows as many cells each
     */
    record Table(List<String> columns, List<List<String>> rows) {

        /** With padded cells: reads as well on a terminal as on a page. */
        String text() {
            List<List<String>> lines = new ArrayList<>();
            lines.add(columns);
            lines.addAll(rows);
            List<Integer> widths = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                int column = i;
                widths.add(lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElseThrow());
            }
            List<String> rules = widths.stream().map("-"::repeat).toList();
            lines.add(1, rules);
            return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
        }

        private static String line(List<String> cells, List<Integer> widths) {
            StringBuilder line = new StringBuilder("|");
            for (int i = 0; i < cells.size(); i++) {
                line.append(' ')
                        .append(cells.get(i))
                        .repeat(' ', widths.get(i) - cells.get(i).length())
                        .append(" |");
            }
            return line.append('\n').toString();
        }
    }

    /** The report as Markdown, for the page of benchmarks as it is. */
    String markdown(Machine machine) {
        return "### " + title + "\n\n" + machine.text() + "\n\n" + method + "\n\n"
                + tables.stream().map(Table::text).collect(Collectors.joining("\n")) + "\n"
                + goals.stream().map(goal -> "- " + goal + "\n").collect(Collectors.joining());
    }

    /** How a figure stands to a goal it should reach. */
    static String atLeast(String what, Spread figure, double goal) {
        double distance = figure.median() - goal;
        return String.format(
                Locale.ROOT,
                "%s: %s; goal at least %.2f: %s",
                what,
                figure.text(2),
                goal,
                distance >= 0 ? "reached" : String.format(Locale.ROOT, "short by %.2f", -distance));
    }

    /** How a figure stands to a bound it should keep. */
    static String below(String what, Spread figure, double bound, String unit) {
        return String.format(
                Locale.ROOT,
                "%s: %s %s; goal at most %s %s: %s",
                what,
                figure.text(2),
                unit,
                bound == Math.rint(bound) ? String.format(Locale.ROOT, "%.0f", bound) : Double.toString(bound),
                unit,
                figure.median() <= bound ? "kept" : "exceeded");
    }
}
