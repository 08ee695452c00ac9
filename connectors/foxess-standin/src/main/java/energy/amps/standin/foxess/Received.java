package energy.amps.standin.foxess;

import java.time.Instant;

/**
 * A call as it came.
 *
 * @param at when
 * @param route method and path
 * @param body its body as text
 * @param errno what it was answered, or -1 where it got no envelope
 */
public record Received(Instant at, String route, String body, int errno) {

    /** Whether it was to change something on a device. */
    public boolean isWrite() {
        return route.endsWith("/set") || route.endsWith("/enable") || route.endsWith("/set/flag");
    }
}
