package energy.amps.fault;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that was understood and is not carried out.
 *
 * @param code the contract's code
 * @param message one sentence for the engineer who reads it
 * @param details what is needed to build a request that passes, under the contract's names; left out of JSON when empty
 */
public record Refusal(ErrorCode code, String message, Map<String, Object> details) {

    /** Copies the details, keeping their order. */
    public Refusal {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A refusal whose code says it all. */
    public static Refusal of(ErrorCode code, String message) {
        return new Refusal(code, message, Map.of());
    }
}
