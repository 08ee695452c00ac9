package energy.amps.check;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A settings write as it was sent: well formed, and nothing else known of it.
 *
 * @param values the values under their raw names, in the order sent; never empty
 */
public record SettingsRequest(Map<String, Value> values) {

    /** Copies the values, keeping their order. */
    public SettingsRequest {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A value as sent. */
    public sealed interface Value {
        /**
         * A number with its unit.
         *
         * @param value the number
         * @param unit the text in the unit's place
         */
        record Numeric(BigDecimal value, String unit) implements Value {}

        /**
         * A yes or no, which no writable setting takes.
         *
         * @param value what was sent
         */
        record Flag(boolean value) implements Value {}
    }
}
