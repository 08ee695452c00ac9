package energy.amps.server.http.shape;

import energy.amps.server.clock.ClockTurn;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The body that turns a clock: one of {@code freezeAt}, {@code advance} and {@code reset} (contract section 11). */
final class ClockBody {

    private static final String NOW = "now";

    private ClockBody() {}

    /** What is asked for; empty, with problems noted, when it is nothing, or several things. */
    static Optional<ClockTurn> read(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).flatMap(fields -> {
            Optional<ClockTurn> freeze = fields.text("freezeAt").flatMap(text -> freeze(text, fields));
            Optional<ClockTurn> advance = fields.text("advance").flatMap(text -> advance(text, fields));
            Optional<ClockTurn> reset = fields.flag("reset").flatMap(flag -> reset(flag, fields));
            fields.refuseOthers();
            List<ClockTurn> asked =
                    Stream.of(freeze, advance, reset).flatMap(Optional::stream).toList();
            if (asked.size() != 1 && problems.isEmpty()) {
                problems.add("", "one of 'freezeAt', 'advance' and 'reset' is required, and no more than one");
            }
            return asked.stream().findFirst();
        });
    }

    private static Optional<ClockTurn> freeze(String text, Fields fields) {
        if (text.equals(NOW)) {
            return Optional.of(new ClockTurn.Freeze(Optional.empty()));
        }
        return instant(text, fields).map(at -> new ClockTurn.Freeze(Optional.of(at)));
    }

    private static Optional<Instant> instant(String text, Fields fields) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            fields.problem("freezeAt", "an instant with 'Z' or an offset, such as 2026-06-01T00:00:00Z, or 'now'");
            return Optional.empty();
        }
    }

    private static Optional<ClockTurn> advance(String text, Fields fields) {
        try {
            Duration by = Duration.parse(text);
            if (!by.isNegative()) {
                return Optional.of(new ClockTurn.Advance(by));
            }
            fields.problem("advance", "the clock goes forward only");
        } catch (DateTimeException e) {
            fields.problem("advance", "an ISO 8601 duration in days and smaller units, such as PT36H or P7D");
        }
        return Optional.empty();
    }

    private static Optional<ClockTurn> reset(boolean flag, Fields fields) {
        if (!flag) {
            fields.problem("reset", "true, or left out");
            return Optional.empty();
        }
        return Optional.of(new ClockTurn.Reset());
    }
}
