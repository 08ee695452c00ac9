package energy.amps.connector.foxess;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the cloud heard of an inverter last.
 *
 * @param level how full its battery is, percent
 * @param power kilowatts, positive into the battery
 * @param standby whether it sleeps
 * @param heardAt when the cloud heard it; empty where that cannot be read
 */
record Figures(Optional<Double> level, Optional<Double> power, boolean standby, Optional<Instant> heardAt) {
    /** A battery of several banks numbers its level; what a device lacks is left out of the answer. */
    static final List<String> VARIABLES =
            List.of("SoC", "SoC_1", "batChargePower", "batDischargePower", "invBatPower", "runningState");

    private static final int STANDBY = 167;

    /** Such as {@code 2025-12-03 00:08:51 CET+0100}. */
    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) \\S*?([+-]\\d{4})");

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** The figures of that inverter, or empty when the answer has none. */
    static Optional<Figures> of(JsonNode result, String sn) {
        for (JsonNode device : result) {
            if (Json.text(device.path("deviceSN")).filter(sn::equals).isPresent()
                    && !device.path("datas").isEmpty()) {
                return Optional.of(of(device));
            }
        }
        return Optional.empty();
    }

    private static Figures of(JsonNode device) {
        Map<String, BigDecimal> values = new HashMap<>();
        for (JsonNode each : device.path("datas")) {
            Optional<String> variable = Json.text(each.path("variable"));
            Optional<BigDecimal> value = Json.number(each.path("value"));
            if (variable.isPresent() && value.isPresent()) {
                values.put(variable.get(), value.get());
            }
        }
        return new Figures(
                Optional.ofNullable(values.get("SoC"))
                        .or(() -> Optional.ofNullable(values.get("SoC_1")))
                        .map(BigDecimal::doubleValue)
                        .filter(level -> level >= 0 && level <= 100),
                power(values),
                Optional.ofNullable(values.get("runningState"))
                        .filter(state -> state.intValue() == STANDBY)
                        .isPresent(),
                Json.text(device.path("time")).flatMap(Figures::instant));
    }

    /** The vendor counts charging and discharging each by itself, or together with discharging positive. */
    private static Optional<Double> power(Map<String, BigDecimal> values) {
        BigDecimal in = values.get("batChargePower");
        BigDecimal out = values.get("batDischargePower");
        if (in != null && out != null) {
            return Optional.of(in.subtract(out).doubleValue());
        }
        return Optional.ofNullable(values.get("invBatPower"))
                .map(power -> power.negate().doubleValue());
    }

    private static Optional<Instant> instant(String text) {
        Matcher matcher = TIME.matcher(text);
        try {
            return matcher.matches()
                    ? Optional.of(
                            LocalDateTime.parse(matcher.group(1), LOCAL).toInstant(ZoneOffset.of(matcher.group(2))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
