package energy.amps.connector.foxess;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads what the vendor writes: its numbers come as numbers, or as texts, some in scientific notation. */
final class Json {
    /** Beyond this a figure is a mistake, whatever it measures. */
    private static final double ABSURD = 1e9;

    private Json() {}

    static Optional<BigDecimal> number(JsonNode node) {
        try {
            Optional<BigDecimal> number = node.isNumber()
                    ? Optional.of(node.decimalValue())
                    : text(node).map(text -> new BigDecimal(text.strip()));
            return number.filter(value -> Math.abs(value.doubleValue()) < ABSURD);
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    static OptionalInt whole(JsonNode node) {
        return number(node)
                .map(value ->
                        OptionalInt.of(value.setScale(0, RoundingMode.HALF_UP).intValue()))
                .orElseGet(OptionalInt::empty);
    }

    /** {@code 100.0} is 100, and 10 is not {@code 1E+1}. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    /** A yes, in any of the ways in which the vendor writes one. */
    static boolean isYes(JsonNode node) {
        return node.isBoolean()
                ? node.booleanValue()
                : number(node).filter(n -> n.signum() > 0).isPresent();
    }

    static Set<String> words(JsonNode array) {
        Set<String> words = new LinkedHashSet<>();
        for (JsonNode each : array) {
            text(each).ifPresent(words::add);
        }
        return words;
    }
}
