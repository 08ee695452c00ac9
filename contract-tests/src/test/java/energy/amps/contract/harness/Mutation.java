package energy.amps.contract.harness;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A valid push with one thing wrong.
 *
 * @param code what that is refused with (contract sections 4 and 5)
 * @param push the body
 */
public record Mutation(String code, Push push) {

    /** How many kinds of things can be broken. */
    public static final int KINDS = 8;

    /**
     * Breaks one thing of a push; empty when this push has nothing of the kind that was to be broken.
     *
     * @param kind which, from 0 to before {@link #KINDS}
     */
    public static Optional<Mutation> of(int kind, ValidPush valid, Declared device, Chance chance) {
        List<Supplier<Optional<Mutation>>> ways = List.of(
                () -> command(valid, device, chance),
                () -> made("UNSUPPORTED_PARAMETER", valid.push().with("zest", 1, "kw")),
                () -> unit(valid, device, chance),
                () -> range(valid, device, chance),
                () -> shape(valid, device),
                () -> time(valid, chance),
                () -> made("STRATEGY_NOT_SUPPORTED", valid.push().onConflict("first_come"))
                        .filter(any -> !device.strategies().isEmpty()),
                () -> form(valid, chance));
        return ways.get(kind).get();
    }

    private static Optional<Mutation> made(String code, Push push) {
        return Optional.of(new Mutation(code, push));
    }

    /**
     * Without parameters: what the suggested command takes is another question. Not where the first command suggested needs
     * parameters: a refusal of the command cannot tell their values.
     */
    private static Optional<Mutation> command(ValidPush valid, Declared device, Chance chance) {
        String suggested = device.commands().getFirst();
        boolean takes = device.shapes(suggested).contains(valid.shape());
        List<String> words = new ArrayList<>(List.of("fly", "CHARGE", "", "heat", "discharge", "auto.export"));
        words.removeAll(device.commands());
        Push bare = valid.push().without("parameters").command(chance.of(words));
        return takes && !List.of("heat", "cool", "auto").contains(suggested)
                ? made("UNSUPPORTED_MODE", bare)
                : Optional.empty();
    }

    private static Optional<Mutation> unit(ValidPush valid, Declared device, Chance chance) {
        return parameter(valid, chance).flatMap(name -> {
            String right =
                    device.parameters(valid.command()).path(name).path("unit").stringValue();
            List<String> units =
                    new ArrayList<>(List.of("percent", "kw", "watts", "celsius", "fahrenheit", "hours", "stone", ""));
            units.remove(right);
            return made("UNSUPPORTED_UNIT", valid.push().quantity(name, "unit", text(chance.of(units))));
        });
    }

    /** The cool setpoint upwards, all else downwards: the nearest bound is then right beside its neighbour as well. */
    private static Optional<Mutation> range(ValidPush valid, Declared device, Chance chance) {
        return parameter(valid, chance).flatMap(name -> {
            JsonNode bounds = device.parameters(valid.command()).path(name);
            BigDecimal step = new BigDecimal(chance.oneIn(2) ? "0.01" : "100000");
            BigDecimal beyond = name.equals("coolSetpoint")
                    ? bounds.path("max").decimalValue().add(step)
                    : bounds.path("min").decimalValue().subtract(step);
            return made(
                    "PARAMETER_OUT_OF_RANGE", valid.push().quantity(name, "value", Json.parse(beyond.toPlainString())));
        });
    }

    private static Optional<Mutation> shape(ValidPush valid, Declared device) {
        List<String> taken = device.shapes(valid.command());
        Push bare = valid.push().without("start").without("end");
        if (!taken.contains("immediate")) {
            return made("EXECUTION_NOT_SUPPORTED", bare);
        }
        if (!taken.contains("scheduled")) {
            return made("EXECUTION_NOT_SUPPORTED", bare.start("2h"));
        }
        return taken.contains("windowed")
                ? Optional.empty()
                : made(
                        "EXECUTION_NOT_SUPPORTED",
                        bare.start("2h").end(valid.start().orElse(Instant.EPOCH)));
    }

    private static Optional<Mutation> time(ValidPush valid, Chance chance) {
        Push push = valid.push();
        if (valid.start().isEmpty()) {
            return Optional.empty();
        }
        Instant start = valid.start().get();
        if (valid.end().isPresent()) {
            Instant end = valid.end().get();
            Duration lasts = Duration.between(start, end);
            return switch (chance.below(5)) {
                case 0 -> made("INVALID_TIME_WINDOW", push.end(start));
                case 1 ->
                    made(
                            "INVALID_TIME_WINDOW",
                            push.end(start.plus(Duration.ofHours(24)).plusMillis(1)));
                case 2 -> made("INVALID_TIME_WINDOW", push.end("soon"));
                case 3 -> {
                    Instant past = start.minus(Duration.ofDays(400));
                    yield made("START_IN_PAST", push.start(past).end(past.plus(lasts)));
                }
                default -> {
                    Instant far = start.plus(Duration.ofDays(400));
                    yield made("START_OUT_OF_RANGE", push.start(far).end(far.plus(lasts)));
                }
            };
        }
        return switch (chance.below(4)) {
            case 0 -> made("START_IN_PAST", push.start(start.minus(Duration.ofDays(400))));
            case 1 -> made("START_OUT_OF_RANGE", push.start(start.plus(Duration.ofDays(400))));
            case 2 -> made("START_OUT_OF_RANGE", push.start("99999999h"));
            default ->
                made(
                        "INVALID_TIME_WINDOW",
                        push.start(chance.of(List.of("tomorrow", "2026-02-30T10:00:00Z", "1.234h"))));
        };
    }

    private static Optional<Mutation> form(ValidPush valid, Chance chance) {
        Push push = valid.push();
        return switch (chance.below(4)) {
            case 0 -> made("VALIDATION_ERROR", push.text("zest", "x"));
            case 1 -> made("VALIDATION_ERROR", push.without("command"));
            case 2 ->
                parameter(valid, chance)
                        .flatMap(name -> made("VALIDATION_ERROR", push.quantity(name, "value", text("80"))));
            default ->
                List.of("heat", "cool", "auto").contains(valid.command())
                        ? parameter(valid, chance)
                                .flatMap(name -> made("VALIDATION_ERROR", push.withoutParameter(name)))
                        : parameter(valid, chance)
                                .flatMap(name -> made("VALIDATION_ERROR", push.quantity(name, "zest", text("x"))));
        };
    }

    /** One of those that were sent. */
    private static Optional<String> parameter(ValidPush valid, Chance chance) {
        List<String> sent = List.copyOf(
                valid.push().json().path("action").path("parameters").propertyNames());
        return sent.isEmpty() ? Optional.empty() : Optional.of(chance.of(sent));
    }

    private static JsonNode text(String text) {
        return Json.object().put("text", text).path("text");
    }
}
