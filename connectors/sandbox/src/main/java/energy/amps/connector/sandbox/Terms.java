package energy.amps.connector.sandbox;

import energy.amps.command.Setting;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a device was told.
 *
 * @param orders what it stands under
 * @param written every setting ever written, in the unit of contract section 7; the others stand as the factory left them
 */
record Terms(Orders orders, Map<Setting, BigDecimal> written) {

    Terms {
        Map<Setting, BigDecimal> ordered = new EnumMap<>(Setting.class);
        ordered.putAll(written);
        written = Collections.unmodifiableMap(ordered);
    }

    /** These terms once an order has taken hold. */
    Terms after(Order order) {
        return new Terms(orders.after(order), written);
    }

    /** These terms with settings written over them. */
    Terms with(Map<Setting, BigDecimal> values) {
        Map<Setting, BigDecimal> merged = new EnumMap<>(Setting.class);
        merged.putAll(written);
        merged.putAll(values);
        return new Terms(orders, merged);
    }
}
