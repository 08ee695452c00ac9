package energy.amps.server.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a program has written to a log since a moment. */
final class LogTail {

    private final Path file;
    private final long from;

    private LogTail(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    /** From the present end of the file on. */
    static LogTail of(Path file) throws IOException {
        return new LogTail(file, Files.size(file));
    }

    String text() throws IOException {
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The line that says why the program gave up: the last fatal one, else the last. */
    String reason() throws IOException {
        List<String> lines = text().lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.reversed().stream()
                .filter(line -> line.contains("FATAL") || line.contains("error:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
    }
}
