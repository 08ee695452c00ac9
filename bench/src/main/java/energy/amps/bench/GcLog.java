package energy.amps.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was left on a JVM's heap after each collection.
 *
 * @param collections in the order of the log
 */
record GcLog(List<Collection> collections) {
    private static final Pattern LINE =
            Pattern.compile("\\[([-0-9T:.+]+)\\].* Pause .* ([0-9]+)M->([0-9]+)M\\([0-9]+M\\).*");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

    /**
     * A collection.
     *
     * @param at its end
     * @param leftMegabytes the heap in use after it
     */
    record Collection(Instant at, long leftMegabytes) {}

    /** The flag by which a JVM writes one, whole, into one file. */
    static String flag(String file) {
        return "-Xlog:gc:file=" + file + ":utctime:filecount=0";
    }

    static GcLog of(List<String> lines) {
        List<Collection> collections = new ArrayList<>();
        for (String line : lines) {
            Matcher pause = LINE.matcher(line);
            if (pause.matches()) {
                Instant at = OffsetDateTime.parse(pause.group(1), TIME).toInstant();
                collections.add(new Collection(at, Long.parseLong(pause.group(3))));
            }
        }
        return new GcLog(collections);
    }

    /** The least that any collection of a stretch left: what lives is no more. Empty when there was none. */
    OptionalLong leastMegabytes(Instant from, Duration length) {
        Instant to = from.plus(length);
        return collections.stream()
                .filter(one -> !one.at().isBefore(from) && one.at().isBefore(to))
                .mapToLong(Collection::leftMegabytes)
                .min();
    }
}
