package energy.amps.server.history;

import energy.amps.time.PlantTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How long the intervals of a history are. */
public enum Resolution {
    /** Five minutes of the hour, in UTC. */
    FIVE_MINUTES("5m", Duration.ofMinutes(5), Duration.ofHours(24)),
    /** Hours, in UTC. */
    HOUR("1h", Duration.ofHours(1), Duration.ofHours(24)),
    /** Days on the plant's calendar: of 23 or 25 hours where its clocks change. */
    DAY("1d", Duration.ofDays(1), Duration.ofDays(30));

    private final String wire;
    private final Duration usual;
    private final Duration asked;

    Resolution(String wire, Duration usual, Duration asked) {
        this.wire = wire;
        this.usual = usual;
        this.asked = asked;
    }

    /** The word as the API has it. */
    public String wire() {
        return wire;
    }

    /** The resolution of a word. */
    public static Optional<Resolution> of(String word) {
        return Arrays.stream(values()).filter(each -> each.wire.equals(word)).findFirst();
    }

    /** All words, for messages. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Resolution::wire).toList();
    }

    /** How long an interval is, but for days on which clocks change. */
    Duration usual() {
        return usual;
    }

    /** How long a span is for whom nobody says where it begins. */
    Duration asked() {
        return asked;
    }

    /** The beginning of the interval that {@code at} lies in. */
    Instant floor(Instant at, ZoneId zone) {
        if (this == DAY) {
            return startOf(LocalDate.ofInstant(at, zone), zone);
        }
        long seconds = usual.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }

    /** The beginning of the interval after the one that begins at {@code start}. */
    Instant next(Instant start, ZoneId zone) {
        if (this != DAY) {
            return start.plus(usual);
        }
        // A plant that changes sides of the date line leaves a day out: it has no length.
        LocalDate date = LocalDate.ofInstant(start, zone).plusDays(1);
        Instant next = startOf(date, zone);
        return next.isAfter(start) ? next : startOf(date.plusDays(1), zone);
    }

    /** A day that begins in a gap begins after it; one that begins twice, at the first time. */
    private static Instant startOf(LocalDate date, ZoneId zone) {
        return switch (PlantTime.resolve(date.atStartOfDay(), zone)) {
            case PlantTime.Resolution.Unique(Instant instant) -> instant;
            case PlantTime.Resolution.Gap(Instant firstValid) -> firstValid;
            case PlantTime.Resolution.Overlap(Instant earlier, Instant later) -> earlier;
        };
    }
}
