package energy.amps.contract.harness;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A push that a device takes, made of what its read declares.
 *
 * @param push the body
 * @param command its command
 * @param shape immediate, scheduled or windowed
 * @param start of it, except of an immediate one
 * @param end of a window
 * @param strategy for conflicts, where it has one
 */
public record ValidPush(
        Push push,
        String command,
        String shape,
        Optional<Instant> start,
        Optional<Instant> end,
        Optional<String> strategy) {

    /** The commands that need all of their parameters (contract section 4). */
    private static final Set<String> NEEDY = Set.of("heat", "cool", "auto");

    private static final String HEAT = "heatSetpoint";

    /**
     * Makes one.
     *
     * @param now the server's time
     */
    public static ValidPush of(Declared device, Instant now, Chance chance) {
        String command = chance.of(device.commands());
        String shape = chance.of(device.shapes(command));
        Push push = parameters(Push.of(command), device, command, chance);
        Optional<Instant> start = Optional.empty();
        Optional<Instant> end = Optional.empty();
        if (!shape.equals("immediate")) {
            start = Optional.of(now.plus(Duration.ofMinutes(10L + chance.below(25 * 24 * 60))));
            push = push.start(start.get());
        }
        if (shape.equals("windowed")) {
            end = start.map(from -> from.plus(Duration.ofMinutes(1L + chance.below(24 * 60))));
            push = push.end(end.orElseThrow());
        }
        Optional<String> strategy = device.strategies().isEmpty() || chance.oneIn(3)
                ? Optional.empty()
                : Optional.of(chance.of(device.strategies()));
        return new ValidPush(strategy.map(push::onConflict).orElse(push), command, shape, start, end, strategy);
    }

    private static Push parameters(Push bare, Declared device, String command, Chance chance) {
        JsonNode declared = device.parameters(command);
        List<String> names = new ArrayList<>(declared.propertyNames());
        names.removeIf(name -> !NEEDY.contains(command) && chance.oneIn(3));
        Push push = bare;
        BigDecimal heat = BigDecimal.valueOf(-1000);
        for (String name : names) {
            JsonNode bounds = declared.path(name);
            BigDecimal min = bounds.path("min").decimalValue();
            BigDecimal max = bounds.path("max").decimalValue();
            // A heat setpoint must not lie above the cool one: the heat one keeps to the lower half, the cool one goes
            // above it.
            BigDecimal value = chance.between(
                    name.equals("coolSetpoint") ? min.max(heat) : min,
                    name.equals(HEAT) ? min.add(max).divide(BigDecimal.TWO) : max);
            heat = name.equals(HEAT) ? value : heat;
            push = push.with(name, value.doubleValue(), bounds.path("unit").stringValue());
        }
        return push;
    }
}
