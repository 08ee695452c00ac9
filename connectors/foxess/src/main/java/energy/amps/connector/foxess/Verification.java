package energy.amps.connector.foxess;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Evidence;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome.Reading;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.Power;
import energy.amps.device.SettingValue;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a reading shows of an instruction: the mode that the inverter is told to be in, the figures that it was told, and, of
 * idling, that nothing flows. Power figures lag behind by minutes, so they never speak against an instruction. Pure.
 */
final class Verification {
    /** More than an idling inverter takes for itself, kilowatts. */
    static final double IDLE_FLOW = 0.2;

    private final LinkedDevice device;
    private final Instruction told;
    private final Reading reading;

    Verification(LinkedDevice device, Instruction told, Reading reading) {
        this.device = device;
        this.told = told;
        this.reading = reading;
    }

    Verdict verdict() {
        Optional<Command> mode = mode();
        if (mode.isEmpty()) {
            return Verdict.CANNOT_TELL;
        }
        if (mode.get() != told.command()) {
            return Verdict.DOES_NOT_HOLD;
        }
        if (reading.standing().isEmpty()) {
            return Verdict.CANNOT_TELL;
        }
        if (figures().stream().anyMatch(figure -> !figure.holds())) {
            return Verdict.DOES_NOT_HOLD;
        }
        boolean flows =
                power().filter(power -> Math.abs(power.kilowatts()) > IDLE_FLOW).isPresent();
        return told.command() == Command.IDLE && flows ? Verdict.CANNOT_TELL : Verdict.HOLDS;
    }

    List<Evidence> evidence() {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(
                "currentMode", told.command().wire(), mode().map(Command::wire).orElse("not reported")));
        figures().forEach(figure -> evidence.add(figure.evidence()));
        power().ifPresent(power -> expectedFlow()
                .ifPresent(expected ->
                        evidence.add(new Evidence("chargeRate", expected, plain(power.kilowatts()) + " kw"))));
        return evidence;
    }

    /**
     * A figure that the inverter was told.
     *
     * @param expected what it should be; of a floor, at least
     * @param observed what it is; empty where it is not shown
     */
    private record Figure(Parameter parameter, int expected, OptionalInt observed, boolean atLeast) {
        boolean holds() {
            return observed.isPresent()
                    && (atLeast ? observed.getAsInt() >= expected : observed.getAsInt() == expected);
        }

        Evidence evidence() {
            String unit = parameter == Parameter.POWER ? " watts" : " percent";
            return new Evidence(
                    parameter.wire(),
                    (atLeast ? "at least " : "") + expected + unit,
                    observed.isPresent() ? observed.getAsInt() + unit : "not reported");
        }
    }

    /** What the instruction names, beside what the inverter shows. */
    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        Optional<Instruction> standing = reading.standing().filter(it -> it.command() == told.command());
        if (standing.isEmpty()) {
            return figures;
        }
        if (told.parameters().containsKey(Parameter.TARGET)) {
            figures.add(new Figure(Parameter.TARGET, target(), shown(standing.get(), Parameter.TARGET), false));
        }
        Quantity power = told.parameters().get(Parameter.POWER);
        if (power != null) {
            Quantity shown = standing.get().parameters().get(Parameter.POWER);
            figures.add(new Figure(
                    Parameter.POWER,
                    Translation.watts(power),
                    shown == null ? OptionalInt.empty() : OptionalInt.of(Translation.watts(shown)),
                    false));
        }
        OptionalInt reserve = Translation.percent(told, Parameter.RESERVE, RoundingMode.CEILING);
        if (reserve.isPresent()) {
            figures.add(new Figure(Parameter.RESERVE, kept(reserve.getAsInt()), reserve(standing.get()), true));
        }
        return figures;
    }

    /** A charge ends at the ceiling, a discharge at the highest of its floors, whatever its target. */
    private int target() {
        return told.command() == Command.CHARGE
                ? Math.min(
                        Translation.chargeTarget(told).orElse(100),
                        setting(Setting.CHARGE_CEILING).orElse(100))
                : Math.max(
                        Math.max(Translation.dischargeTarget(told), leastSoc()),
                        Math.max(
                                setting(Setting.DISCHARGE_FLOOR).orElse(0),
                                setting(Setting.SAFETY_RESERVE).orElse(0)));
    }

    /** A floor above where a charge ends is kept at that end. */
    private int kept(int reserve) {
        return told.command() == Command.CHARGE ? Math.min(reserve, target()) : reserve;
    }

    /** A floor that is not named is the lowest there is. */
    private OptionalInt reserve(Instruction standing) {
        OptionalInt shown = shown(standing, Parameter.RESERVE);
        return shown.isPresent() ? shown : OptionalInt.of(leastSoc());
    }

    private int leastSoc() {
        return MemoryCodec.read(device.state()).traits().bounds().leastSoc();
    }

    private static OptionalInt shown(Instruction standing, Parameter parameter) {
        return Translation.percent(standing, parameter, RoundingMode.HALF_UP);
    }

    private OptionalInt setting(Setting setting) {
        return reading.settings().get(setting) instanceof SettingValue.Numeric(var value)
                ? OptionalInt.of(value.intValue())
                : OptionalInt.empty();
    }

    private Optional<Command> mode() {
        return reading.standing().map(Instruction::command).or(() -> battery().flatMap(BatteryState::currentMode));
    }

    private Optional<Power> power() {
        return battery().flatMap(BatteryState::chargeRate);
    }

    private Optional<BatteryState> battery() {
        return reading.state() instanceof BatteryState battery ? Optional.of(battery) : Optional.empty();
    }

    private Optional<String> expectedFlow() {
        return switch (told.command()) {
            case CHARGE -> Optional.of("0 kw or more");
            case DISCHARGE -> Optional.of("0 kw or less");
            case IDLE -> Optional.of("about 0 kw");
            case AUTO_BALANCED, AUTO_RESERVE, AUTO_EXPORT, HEAT, COOL, AUTO, FOLLOW_SCHEDULE -> Optional.empty();
        };
    }

    private static String plain(double kilowatts) {
        return String.valueOf(Math.round(kilowatts * 1000) / 1000.0);
    }
}
