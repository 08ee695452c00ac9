package energy.amps.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements of one transaction, read from PostgreSQL's own log. */
final class StatementLog {
    private static final Pattern ENTRY =
            Pattern.compile("[-0-9]+ [:.0-9]+ UTC \\[([0-9]+)\\] (LOG|DETAIL|[A-Z]+):  (.*)");
    private static final Pattern EXECUTE = Pattern.compile("execute [^:]+: (.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER =
            Pattern.compile("\\$[0-9]+ = (NULL|'((?:[^']|'')*)')(?:, |$)", Pattern.DOTALL);
    private static final long A_MOMENT_NANOS = 200_000_000L;

    private final Postgres postgres;

    StatementLog(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Work that ends with a transaction, and gives a text that is among its parameters. */
    @FunctionalInterface
    interface Work {
        String run() throws Exception;
    }

    /**
     * A statement as it was executed.
     *
     * @param sql with {@code $1}, {@code $2}, ... for its parameters
     * @param parameters as texts; of an array the braces are kept
     */
    record Logged(String sql, List<String> parameters) {}

    /**
     * A transaction.
     *
     * @param mark the text by which it was found
     * @param statements between its begin and its commit
     */
    record Transaction(String mark, List<Logged> statements) {}

    /** The transaction in which {@code work} wrote the text it gives. */
    Transaction of(Work work) throws Exception {
        logging("all");
        long from;
        String mark;
        try {
            from = length();
            mark = work.run();
            LockSupport.parkNanos(A_MOMENT_NANOS);
        } finally {
            logging("none");
        }
        return new Transaction(mark, transaction(entries(from), mark));
    }

    private void logging(String what) throws SQLException {
        postgres.run("alter system set log_statement = '" + what + "'");
        postgres.run("select pg_reload_conf()");
        // Every backend hears of it on its own; there is nobody to ask whether all have.
        LockSupport.parkNanos(A_MOMENT_NANOS);
    }

    private long length() throws IOException {
        return postgres.log().toFile().length();
    }

    private record Entry(String backend, String kind, StringBuilder text) {}

    private List<Entry> entries(long from) throws IOException {
        byte[] bytes;
        try (RandomAccessFile file = new RandomAccessFile(postgres.log().toFile(), "r")) {
            file.seek(from);
            bytes = new byte[Math.toIntExact(file.length() - from)];
            file.readFully(bytes);
        }
        List<Entry> entries = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                entries.add(new Entry(entry.group(1), entry.group(2), new StringBuilder(entry.group(3))));
            } else if (!entries.isEmpty()) {
                entries.getLast().text().append('\n').append(line.strip());
            }
        }
        return entries;
    }

    private static List<Logged> transaction(List<Entry> entries, String mark) {
        Map<String, List<Logged>> open = new LinkedHashMap<>();
        for (Entry entry : entries) {
            List<Logged> statements = open.computeIfAbsent(entry.backend(), backend -> new ArrayList<>());
            if (entry.kind().equals("DETAIL") && !statements.isEmpty()) {
                Logged last = statements.removeLast();
                statements.add(new Logged(last.sql(), parameters(entry.text().toString())));
                continue;
            }
            Matcher execute = EXECUTE.matcher(entry.text());
            String sql = execute.matches() ? execute.group(1).strip() : "";
            if (sql.equals("BEGIN")) {
                statements.clear();
            } else if (sql.equals("COMMIT")) {
                if (statements.stream().anyMatch(s -> s.parameters().stream().anyMatch(p -> p.contains(mark)))) {
                    return statements;
                }
                statements.clear();
            } else if (!sql.isEmpty()) {
                statements.add(new Logged(sql, List.of()));
            }
        }
        throw new IllegalStateException("PostgreSQL's log shows no transaction with " + mark);
    }

    private static List<String> parameters(String detail) {
        List<String> parameters = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(detail);
        while (parameter.find()) {
            if (parameter.group(1).equals("NULL")) {
                throw new IllegalStateException("a null parameter, whose type the log does not tell: " + detail);
            }
            parameters.add(parameter.group(2).replace("''", "'"));
        }
        return parameters;
    }
}
