package energy.amps.command;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a device can be told to do, over all families (contract section 1). */
public enum Command {
    /** Take energy in, up to {@code target} where given. */
    CHARGE("charge"),
    /** Give energy out, down to {@code target} where given. */
    DISCHARGE("discharge"),
    /** Do nothing: neither charge nor discharge, heat nor cool. */
    IDLE("idle"),
    /** Strategy: cover the home's own use, store what is left over. */
    AUTO_BALANCED("auto.balanced"),
    /** Strategy: stay full for an outage. */
    AUTO_RESERVE("auto.reserve"),
    /** Strategy: sell as much as the site may export. */
    AUTO_EXPORT("auto.export"),
    /** Heat to {@code target}. */
    HEAT("heat", Parameter.TARGET),
    /** Cool to {@code target}. */
    COOL("cool", Parameter.TARGET),
    /** Keep between both setpoints. */
    AUTO("auto", Parameter.HEAT_SETPOINT, Parameter.COOL_SETPOINT),
    /** Go back to the device's own programme. */
    FOLLOW_SCHEDULE("follow_schedule");

    private static final Map<String, Command> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Command::wire, Function.identity()));

    private final String wire;
    private final Set<Parameter> required;

    Command(String wire, Parameter... required) {
        this.wire = wire;
        this.required = Set.of(required);
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }

    /** The parameters without which this command says nothing; a push that lacks one is malformed. */
    public Set<Parameter> required() {
        return required;
    }

    /** The command of that name, or empty when the vocabulary has none. */
    public static Optional<Command> of(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
