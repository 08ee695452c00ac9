package energy.amps.server.schedule.plan;

import energy.amps.check.RawQuantity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A slot as it was sent: well formed, and nothing else known of it.
 *
 * @param time the text of {@code time}
 * @param at the text of {@code at}
 * @param duration the text of {@code duration}; makes the slot a window
 * @param command the text in the command's place
 * @param parameters the parameters under their raw names, in the order sent; empty when the key was absent
 */
public record SlotRequest(
        Optional<String> time,
        Optional<String> at,
        Optional<String> duration,
        String command,
        Optional<Map<String, RawQuantity>> parameters) {

    /** Copies the parameters, keeping their order. */
    public SlotRequest {
        parameters = parameters.map(p -> Collections.unmodifiableMap(new LinkedHashMap<>(p)));
    }
}
