package energy.amps.connector.sandbox;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * How fast the simulated vendor answers.
 *
 * @param accept from the write to its acceptance
 * @param complete from acceptance to the report that the write is applied
 */
record Pace(Duration accept, Duration complete) {

    static final String ACCEPT_DELAY = "AMPS_SANDBOX_ACCEPT_DELAY";
    static final String COMPLETE_DELAY = "AMPS_SANDBOX_COMPLETE_DELAY";

    private static final Duration LONGEST = Duration.ofSeconds(60);

    static Pace from(Function<String, Optional<String>> settings) {
        return new Pace(
                delay(settings, ACCEPT_DELAY, Duration.ofSeconds(1)),
                delay(settings, COMPLETE_DELAY, Duration.ofSeconds(3)));
    }

    private static Duration delay(Function<String, Optional<String>> settings, String name, Duration byDefault) {
        Duration delay = settings.apply(name).map(text -> parse(name, text)).orElse(byDefault);
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must lie between PT0S and PT60S, and is " + delay);
        }
        return delay;
    }

    private static Duration parse(String name, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " must be an ISO 8601 duration such as PT1S, and is '" + text + "'", e);
        }
    }
}
