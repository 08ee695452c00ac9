package energy.amps.server.http.view;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The single values of an answer, each in its one form. */
final class Values {

    /** Milliwatts, microdegrees: finer than any device measures, coarser than the noise of binary fractions. */
    private static final int MEASURED_DECIMALS = 6;

    private Values() {}

    /** {@code 2026-06-02T12:00:00.000Z}; years have four digits. Every answer has a handful, so no formatter is asked. */
    static String text(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        digits(text, 4, utc.getYear());
        digits(text, 7, utc.getMonthValue());
        digits(text, 10, utc.getDayOfMonth());
        digits(text, 13, utc.getHour());
        digits(text, 16, utc.getMinute());
        digits(text, 19, utc.getSecond());
        digits(text, 23, utc.getNano() / 1_000_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes a number so that it ends before {@code end}, over zeros. */
    private static void digits(byte[] text, int end, int number) {
        for (int i = end - 1, left = number; left > 0; i--, left /= 10) {
            text[i] = (byte) ('0' + left % 10);
        }
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

    /**
     * A text that is shown once: what is kept for a repetition of the request has null in its place (contract section 2). The
     * text itself is to be written by nobody else.
     */
    static void secret(JsonGenerator out, String name, String text) {
        text(out, name, Envelope.showsSecrets(out) ? Optional.of(text) : Optional.empty());
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
