package energy.amps.connector.ocpp;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Setting;
import energy.amps.connector.Evidence;
import energy.amps.connector.ReadOutcome.Reading;
import energy.amps.connector.Verdict;
import energy.amps.connector.ocpp.Memory.Transaction;
import energy.amps.device.Energy;
import energy.amps.device.EvChargerState;
import energy.amps.device.EvChargerState.Session;
import energy.amps.device.EvChargerStatus;
import energy.amps.device.Power;
import energy.amps.device.SettingValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is remembered of a charge point, as the API shows it, and what that says of an instruction. Pure. */
final class Readings {
    /** How far a meter may be above a limit without the limit being ignored: a twentieth, and 0.3 kW. */
    private static final double TOLERANCE = 1.05;

    private static final double TOLERANCE_KW = 0.3;

    private Readings() {}

    /** A reading; empty as long as the charge point has not said what its outlet does. */
    static Optional<Reading> of(Memory memory, Instant at) {
        return memory.outlet()
                .status()
                .map(status -> new Reading(at, state(memory, status), settings(memory), Optional.empty()));
    }

    private static EvChargerState state(Memory memory, EvChargerStatus status) {
        boolean known = status != EvChargerStatus.FAULTED && status != EvChargerStatus.UNAVAILABLE;
        boolean charging = status == EvChargerStatus.CHARGING;
        Optional<Double> power = charging ? memory.meter().kilowatts() : Optional.of(0.0);
        return new EvChargerState(
                Optional.of(status),
                known ? Optional.of(memory.outlet().isPluggedIn()) : Optional.empty(),
                Optional.of(charging),
                power.map(Power::new),
                Optional.empty(),
                memory.wish().limit().map(Power::new),
                memory.transaction().flatMap(transaction -> session(memory, transaction)),
                memory.meter().kilowattHours().map(Energy::new));
    }

    private static Optional<Session> session(Memory memory, Transaction transaction) {
        return transaction
                .meterStart()
                .flatMap(start -> memory.meter().kilowattHours().map(now -> Math.max(0, now - start)))
                .map(energy -> new Session(new Energy(energy), transaction.startedAt()));
    }

    /** As long as nobody has written it, the setting stands at its upper bound, which limits nothing. */
    private static Map<Setting, SettingValue> settings(Memory memory) {
        BigDecimal most = memory.wish().maxKilowatts().map(BigDecimal::valueOf).orElse(OcppConnector.MOST_KW);
        return Map.of(Setting.MAX_CHARGE_RATE, new SettingValue.Numeric(most));
    }

    /** Whether the charge point does as it was told, as far as its vehicle lets it. */
    static Verdict verdict(Memory memory, Instruction instruction, Reading reading) {
        if (!(reading.state() instanceof EvChargerState state) || state.status().isEmpty()) {
            return Verdict.CANNOT_TELL;
        }
        EvChargerStatus status = state.status().get();
        if (instruction.command() == Command.IDLE) {
            return status == EvChargerStatus.CHARGING ? Verdict.DOES_NOT_HOLD : Verdict.HOLDS;
        }
        return switch (status) {
            case CHARGING -> isAbove(instruction, state) ? Verdict.DOES_NOT_HOLD : Verdict.HOLDS;
            case CONNECTED -> Verdict.DOES_NOT_HOLD;
            case PAUSED -> memory.outlet().heldBack() ? Verdict.DOES_NOT_HOLD : Verdict.CANNOT_TELL;
            case AVAILABLE, FINISHED, FAULTED, UNAVAILABLE -> Verdict.CANNOT_TELL;
        };
    }

    private static Optional<Double> limit(Instruction instruction) {
        return Optional.ofNullable(instruction.parameters().get(Parameter.POWER))
                .map(Question::kilowatts);
    }

    private static boolean isAbove(Instruction instruction, EvChargerState state) {
        return limit(instruction)
                .flatMap(most -> state.power().map(now -> now.kilowatts() > most * TOLERANCE + TOLERANCE_KW))
                .orElse(false);
    }

    static List<Evidence> evidence(Instruction instruction, Reading reading) {
        if (!(reading.state() instanceof EvChargerState state)) {
            return List.of();
        }
        boolean charge = instruction.command() == Command.CHARGE;
        List<Evidence> evidence = new ArrayList<>();
        state.status()
                .ifPresent(status -> evidence.add(
                        new Evidence("status", charge ? "charging" : "anything but charging", status.wire())));
        if (charge) {
            limit(instruction).ifPresent(most -> state.power()
                    .ifPresent(now -> evidence.add(
                            new Evidence("currentPower", "at most " + figure(most), figure(now.kilowatts())))));
        }
        return evidence;
    }

    private static String figure(double kilowatts) {
        return BigDecimal.valueOf(kilowatts).stripTrailingZeros().toPlainString() + " kW";
    }
}
