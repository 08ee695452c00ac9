package energy.amps.server.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is asked of a clock. */
public sealed interface ClockTurn {

    /**
     * Go there, and stand.
     *
     * @param at where; empty for where it is
     */
    record Freeze(Optional<Instant> at) implements ClockTurn {}

    /**
     * Go on by that much; then stand if it stood, and run if it ran.
     *
     * @param by zero or more
     */
    record Advance(Duration by) implements ClockTurn {}

    /** Back to real time, with devices as new. */
    record Reset() implements ClockTurn {}
}
