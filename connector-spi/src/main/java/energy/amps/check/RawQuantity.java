package energy.amps.check;

import java.math.BigDecimal;

/**
 * A quantity as it was sent: well formed, its unit not yet recognised.
 *
 * @param value the number
 * @param unit the text in the unit's place
 */
public record RawQuantity(BigDecimal value, String unit) {}
