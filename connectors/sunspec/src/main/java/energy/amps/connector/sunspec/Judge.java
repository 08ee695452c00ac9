package energy.amps.connector.sunspec;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Evidence;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.SettingValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a reading shows that a storage does what it was told: the registers have to say so, and the power must not speak
 * against it. A storage that rests under a command may be full, empty, cold or at its target: that alone contradicts nothing.
 *
 * @param ratings of the storage
 * @param instruction what it was told
 * @param reading what was seen
 */
record Judge(Ratings ratings, Instruction instruction, ReadOutcome.Reading reading) {

    /** Power below this, or below this part of the largest, is no flow: meters err, and electronics live on something. */
    private static final double SLIGHT_KILOWATTS = 0.1;

    private static final double SLIGHT_PART = 0.05;

    /** How exactly a power is shown, kW. */
    private static final double METERED = 0.001;

    Verdict verdict() {
        if (reading.standing().isEmpty() || !(reading.state() instanceof BatteryState state)) {
            return Verdict.CANNOT_TELL;
        }
        return saysSo(reading.standing().get(), state) && !isContradicted(state)
                ? Verdict.HOLDS
                : Verdict.DOES_NOT_HOLD;
    }

    private boolean saysSo(Instruction standing, BatteryState state) {
        if (standing.equals(instruction)) {
            return true;
        }
        Aim aim = new Aim(instruction, ratings);
        return switch (instruction.command()) {
            // Free, and with a reserve of the owner's that leaves nothing to give.
            case AUTO_BALANCED -> standing.command() == Command.AUTO_RESERVE && ownerKeepsAll();
            // What is remembered may be missing; the registers carry the command and its power, and a reserve that was
            // raised.
            case CHARGE, DISCHARGE ->
                !aim.movesFloor()
                        && (standing.command() == instruction.command()
                                ? samePower(standing)
                                : isAtTarget(standing, state));
            default -> standing.command() == instruction.command();
        };
    }

    private boolean ownerKeepsAll() {
        return reading.settings().get(Setting.SAFETY_RESERVE) instanceof SettingValue.Numeric(BigDecimal percent)
                && percent.compareTo(BigDecimal.valueOf(100)) >= 0;
    }

    private boolean samePower(Instruction standing) {
        Optional<Quantity> wanted = Optional.ofNullable(instruction.parameters().get(Parameter.POWER));
        Optional<Quantity> shown = Optional.ofNullable(standing.parameters().get(Parameter.POWER));
        boolean charge = instruction.command() == Command.CHARGE;
        double most = (charge ? ratings.chargeMost() : ratings.dischargeMost()).doubleValue() / 1000;
        double step = most * Math.pow(10, ratings.rateScale().orElse(0)) / 100;
        // A cap as high as the largest power is none.
        double difference = wanted.map(Quantity::asDouble).orElse(most)
                - shown.map(Quantity::asDouble).orElse(most);
        return Math.abs(difference) <= step + METERED;
    }

    /** At its target it holds, which the registers show as idle. */
    private boolean isAtTarget(Instruction standing, BatteryState state) {
        return standing.command() == Command.IDLE
                && new Aim(instruction, ratings)
                        .holds(
                                state.level().map(level -> BigDecimal.valueOf(level.percent())),
                                new Controls(0, 0, 0, 0, 0, Controls.ABSENT),
                                true);
    }

    private boolean isContradicted(BatteryState state) {
        return switch (instruction.command()) {
            case CHARGE -> flow(state) < 0;
            case DISCHARGE -> flow(state) > 0;
            case IDLE -> flow(state) != 0;
            default -> false;
        };
    }

    /** The sign of what flows: positive in, 0 where nothing to speak of flows, or nothing is known. */
    private int flow(BatteryState state) {
        double slight = Math.max(SLIGHT_KILOWATTS, ratings.most().doubleValue() / 1000 * SLIGHT_PART);
        return state.chargeRate()
                .map(power -> Math.abs(power.kilowatts()) <= slight ? 0 : (int) Math.signum(power.kilowatts()))
                .orElseGet(() -> state.status().map(Judge::sign).orElse(0));
    }

    private static int sign(BatteryStatus status) {
        return switch (status) {
            case CHARGING -> 1;
            case DISCHARGING -> -1;
            case IDLE, STANDBY -> 0;
        };
    }

    /** What was looked at. */
    List<Evidence> evidence() {
        List<Evidence> all = new ArrayList<>();
        reading.standing()
                .ifPresent(standing -> all.add(new Evidence(
                        "currentMode",
                        instruction.command().wire(),
                        standing.command().wire())));
        Optional.ofNullable(instruction.parameters().get(Parameter.POWER))
                .ifPresent(power -> all.add(new Evidence(
                        "power",
                        power.toString(),
                        reading.standing()
                                .map(standing -> standing.parameters().get(Parameter.POWER))
                                .map(Quantity::toString)
                                .orElse("none"))));
        if (reading.state() instanceof BatteryState state) {
            state.chargeRate()
                    .flatMap(power -> expectedFlow()
                            .map(expected -> new Evidence("chargeRate", expected, power.kilowatts() + " kw")))
                    .ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private Optional<String> expectedFlow() {
        return switch (instruction.command()) {
            case CHARGE -> Optional.of("not below 0");
            case DISCHARGE -> Optional.of("not above 0");
            case IDLE -> Optional.of("about 0");
            default -> Optional.empty();
        };
    }
}
