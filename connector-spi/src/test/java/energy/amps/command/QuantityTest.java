package energy.amps.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class QuantityTest {

    private static Quantity kw(String value) {
        return new Quantity(new BigDecimal(value), Unit.KW);
    }

    @Test
    void quantitiesThatMeanTheSameAreEqual() {
        for (String same : new String[] {"30.0", "30.000", "3e1", "3.0E+1"}) {
            assertThat(kw(same)).isEqualTo(kw("30")).hasSameHashCodeAs(kw("30"));
        }
        assertThat(kw("0.00")).isEqualTo(kw("-0")).hasSameHashCodeAs(kw("0"));
    }

    @Test
    void otherNumbersOrUnitsAreNot() {
        assertThat(kw("30")).isNotEqualTo(kw("30.0001"));
        assertThat(kw("30")).isNotEqualTo(new Quantity(new BigDecimal("30"), Unit.PERCENT));
    }

    /** An action mirrors its request to the digit. */
    @Test
    void digitsAreKept() {
        assertThat(kw("1.50").value().toPlainString()).isEqualTo("1.50");
        assertThat(kw("1.50")).hasToString("1.50 kw");
    }
}
