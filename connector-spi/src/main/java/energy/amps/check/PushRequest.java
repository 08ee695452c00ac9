package energy.amps.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A push as it was sent: well formed, and nothing else known of it.
 *
 * @param command the text in the command's place
 * @param parameters the parameters under their raw names, in the order sent; empty when the key was absent
 * @param start the text of {@code start}
 * @param end the text of {@code end}
 * @param onConflict the text of {@code onConflict}
 */
public record PushRequest(
        String command,
        Optional<Map<String, RawQuantity>> parameters,
        Optional<String> start,
        Optional<String> end,
        Optional<String> onConflict) {

    /** Copies the parameters, keeping their order. */
    public PushRequest {
        parameters = parameters.map(p -> Collections.unmodifiableMap(new LinkedHashMap<>(p)));
    }
}
