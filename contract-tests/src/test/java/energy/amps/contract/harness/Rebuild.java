package energy.amps.contract.harness;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Repairs a refused request from its refusal alone, the way a program without knowledge of the device would: contract
 * section 4 promises that a 422 carries enough for that.
 */
public final class Rebuild {

    private Rebuild() {}

    /** The push that the refusal suggests. */
    public static Push push(Push refused, Answer refusal) {
        JsonNode details = refusal.details();
        return switch (refusal.code()) {
            case "UNSUPPORTED_MODE" ->
                refused.command(
                        details.at("/deviceCapabilities/supportedModes/0").stringValue());
            case "UNSUPPORTED_PARAMETER" -> withoutParameters(refused, details.path("unsupportedParameters"));
            case "UNSUPPORTED_UNIT" ->
                quantity(
                        refused,
                        details.path("parameter"),
                        "unit",
                        details.path("supportedUnits").path(0));
            case "PARAMETER_OUT_OF_RANGE" -> quantity(refused, details.path("parameter"), "value", nearest(details));
            case "EXECUTION_NOT_SUPPORTED" ->
                shaped(refused, details.path("supportedExecution").path(0).stringValue(), refusal.at());
            case "START_IN_PAST" ->
                from(refused, Instant.parse(details.path("now").stringValue()).plus(Duration.ofMinutes(5)));
            case "START_OUT_OF_RANGE" ->
                from(refused, Instant.parse(details.path("latest").stringValue()));
            case "INVALID_TIME_WINDOW" -> window(refused, details, refusal.at());
            case "STRATEGY_NOT_SUPPORTED" ->
                refused.onConflict(details.path("supportedStrategies").path(0).stringValue());
            default -> throw new AssertionError("nothing to rebuild from in " + refusal.text());
        };
    }

    /** The settings write that the refusal suggests. */
    public static ObjectNode settings(ObjectNode refused, Answer refusal) {
        ObjectNode copy = refused.deepCopy();
        JsonNode details = refusal.details();
        switch (refusal.code()) {
            case "UNSUPPORTED_SETTING" ->
                details.path("unsupportedSettings").valueStream().forEach(name -> copy.remove(name.stringValue()));
            case "READ_ONLY_SETTING" ->
                details.path("readOnlySettings").valueStream().forEach(name -> copy.remove(name.stringValue()));
            case "UNSUPPORTED_UNIT" ->
                copy.withObject("/" + details.path("parameter").stringValue())
                        .set("unit", details.path("supportedUnits").path(0));
            case "SETTING_OUT_OF_RANGE" ->
                copy.withObject("/" + details.path("setting").stringValue()).set("value", nearest(details));
            default -> throw new AssertionError("nothing to rebuild from in " + refusal.text());
        }
        return copy;
    }

    private static Push withoutParameters(Push refused, JsonNode names) {
        return names.valueStream()
                .reduce(refused, (push, name) -> push.withoutParameter(name.stringValue()), (a, b) -> b);
    }

    private static Push quantity(Push refused, JsonNode parameter, String key, JsonNode value) {
        return refused.quantity(parameter.stringValue(), key, value);
    }

    private static JsonNode nearest(JsonNode details) {
        boolean below = details.path("value")
                        .decimalValue()
                        .compareTo(details.path("min").decimalValue())
                < 0;
        return details.path(below ? "min" : "max");
    }

    private static Push shaped(Push refused, String execution, Instant now) {
        Push immediate = refused.without("start").without("end");
        return switch (execution) {
            case "immediate" -> immediate;
            case "scheduled" -> immediate.start("5m");
            default ->
                refused.text("start").isEmpty()
                        ? from(refused.end(now), now.plus(Duration.ofMinutes(5)))
                        : refused.end(Instant.parse(refused.text("start")).plus(Duration.ofHours(1)));
        };
    }

    private static Push from(Push refused, Instant start) {
        Push moved = refused.start(start);
        return refused.text("end").isEmpty() ? moved : moved.end(start.plus(Duration.ofHours(1)));
    }

    private static Push window(Push refused, JsonNode details, Instant now) {
        String field = details.path("field").asString("start");
        return switch (details.path("reason").stringValue()) {
            case "local_time_does_not_exist" ->
                refused.text(
                        field,
                        LocalDateTime.parse(refused.text(field)).plusHours(1).toString());
            case "timezone_unknown" -> refused.text(field, refused.text(field) + "Z");
            default -> from(refused, now.plus(Duration.ofMinutes(5)));
        };
    }
}
