package energy.amps.check;

import energy.amps.command.Execution;
import java.time.Instant;
import java.util.Optional;

/** When a push takes place, resolved to instants (contract section 5). */
public sealed interface Timing {

    /** On receipt. */
    record Immediate() implements Timing {}

    /**
     * Once, and then until the next push.
     *
     * @param start when it fires
     */
    record Scheduled(Instant start) implements Timing {}

    /**
     * From start to end.
     *
     * @param start when it opens
     * @param end when it closes, after {@code start}
     */
    record Windowed(Instant start, Instant end) implements Timing {}

    /** The shape's name. */
    default Execution execution() {
        return switch (this) {
            case Immediate() -> Execution.IMMEDIATE;
            case Scheduled(Instant start) -> Execution.SCHEDULED;
            case Windowed(Instant start, Instant end) -> Execution.WINDOWED;
        };
    }

    /** When it begins, unless on receipt. */
    default Optional<Instant> startsAt() {
        return switch (this) {
            case Immediate() -> Optional.empty();
            case Scheduled(Instant start) -> Optional.of(start);
            case Windowed(Instant start, Instant end) -> Optional.of(start);
        };
    }

    /** When it ends, if ever by itself. */
    default Optional<Instant> endsAt() {
        return this instanceof Windowed(Instant start, Instant end) ? Optional.of(end) : Optional.empty();
    }
}
