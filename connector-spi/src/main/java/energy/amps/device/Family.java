package energy.amps.device;

import energy.amps.command.Command;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The kinds of device, each with its vocabulary (contract section 1). */
public enum Family {
    /** A stationary battery, with or without its own inverter. */
    BATTERY(
            "battery",
            "battery",
            true,
            Command.CHARGE,
            Command.DISCHARGE,
            Command.IDLE,
            Command.AUTO_BALANCED,
            Command.AUTO_RESERVE,
            Command.AUTO_EXPORT),
    /** An EV charging point. */
    EV_CHARGER("ev_charger", "ev-charger", true, Command.CHARGE, Command.IDLE),
    /** Heating and cooling. */
    HVAC("hvac", "hvac", false, Command.HEAT, Command.COOL, Command.AUTO, Command.IDLE, Command.FOLLOW_SCHEDULE),
    /** A photovoltaic inverter; read-only. */
    SOLAR_INVERTER("solar_inverter", "solar-inverter", false),
    /** A car, seen through its maker's cloud; read-only. */
    VEHICLE("vehicle", "vehicle", false);

    private final String wire;
    private final String pathSegment;
    private final boolean settings;
    private final Set<Command> commands;

    Family(String wire, String pathSegment, boolean settings, Command... commands) {
        this.wire = wire;
        this.pathSegment = pathSegment;
        this.settings = settings;
        EnumSet<Command> words = EnumSet.noneOf(Command.class);
        Collections.addAll(words, commands);
        this.commands = Collections.unmodifiableSet(words);
    }

    /** The {@code deviceType} of JSON. */
    public String wire() {
        return wire;
    }

    /** The first segment of the family's routes. */
    public String pathSegment() {
        return pathSegment;
    }

    /** Every command that a device of this family could declare; empty for a read-only family. */
    public Set<Command> commands() {
        return commands;
    }

    /** Whether devices of this family take pushes at all. */
    public boolean takesCommands() {
        return !commands.isEmpty();
    }

    /** Whether devices of this family have settings. */
    public boolean hasSettings() {
        return settings;
    }

    /** The family of that {@code deviceType}, or empty when there is none. */
    public static Optional<Family> of(String wire) {
        return Arrays.stream(values()).filter(f -> f.wire.equals(wire)).findFirst();
    }
}
