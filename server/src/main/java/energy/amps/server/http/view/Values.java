package energy.amps.server.http.view;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The single values of an answer, each in its one form. */
final class Values {

    /** Milliwatts, microdegrees: finer than any device measures, coarser than the noise of binary fractions. */
    private static final int MEASURED_DECIMALS = 6;

    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Values() {}

    static String text(Instant instant) {
        return INSTANT.format(instant);
    }

    static void instant(JsonGenerator out, String name, Optional<Instant> instant) {
        text(out, name, instant.map(Values::text));
    }

    static void text(JsonGenerator out, String name, Optional<String> text) {
        if (text.isPresent()) {
            out.writeStringProperty(name, text.get());
        } else {
            out.writeNullProperty(name);
        }
    }

    static void words(JsonGenerator out, String name, Collection<String> words) {
        out.writeName(name);
        out.writeStartArray();
        words.forEach(out::writeString);
        out.writeEndArray();
    }

    static void link(JsonGenerator out, String self) {
        out.writeName("links");
        out.writeStartObject();
        out.writeStringProperty("self", self);
        out.writeEndObject();
    }

    static BigDecimal measured(double value) {
        BigDecimal cut = BigDecimal.valueOf(value)
                .setScale(MEASURED_DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return cut.scale() < 0 ? cut.setScale(0, RoundingMode.UNNECESSARY) : cut;
    }

    /** A detail of a refusal or a field of a state: maps, lists, numbers, booleans, and whatever else as its text. */
    static void any(JsonGenerator out, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((name, member) -> {
                    out.writeName(String.valueOf(name));
                    any(out, member);
                });
                out.writeEndObject();
            }
            case Iterable<?> items -> {
                out.writeStartArray();
                items.forEach(item -> any(out, item));
                out.writeEndArray();
            }
            case BigDecimal number -> out.writeNumber(number);
            case Double number -> out.writeNumber(measured(number));
            case Float number -> out.writeNumber(measured(number.doubleValue()));
            case Number number -> out.writeNumber(number.longValue());
            case Boolean flag -> out.writeBoolean(flag);
            case Instant instant -> out.writeString(text(instant));
            default -> out.writeString(value.toString());
        }
    }
}
