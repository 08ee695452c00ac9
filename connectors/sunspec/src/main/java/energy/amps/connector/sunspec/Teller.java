package energy.amps.connector.sunspec;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.fault.FaultCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Tells a storage what to do. Thread-safe. */
final class Teller {

    /** The longest time that the device's timer takes; a longer window is kept alive by renewal. */
    static final Duration TIMER_MOST = Duration.ofSeconds(65_534);

    private final Lines lines;

    Teller(Lines lines) {
        this.lines = lines;
    }

    /**
     * What is to be written, and what is remembered of it.
     *
     * @param writes the way there
     * @param change what is remembered once they are sent
     */
    private record Plan(Writes writes, StateChange change) {}

    /** Sends an instruction, once. */
    Outcome tell(LinkedDevice device, Instruction instruction, Attempt attempt) {
        Memory memory = Memory.of(device.state());
        Progress progress = new Progress();
        try {
            return lines.talk(memory.address(), connection -> {
                Plant plant = new Plant(connection, memory.layout());
                BatteryLook look = BatteryLook.at(plant);
                Block storage = look.storage().orElseThrow(() -> new ModbusException(ModbusException.Kind.GARBAGE));
                if (attempt.purpose() == Attempt.Purpose.RENEWAL && isDisplaced(memory, instruction, storage)) {
                    return new Outcome.Rejected(
                            FaultCode.SCHEDULER_ACTIVE, "Another controller has taken the battery over.");
                }
                int revert = seconds(device.now(), attempt.until());
                Plan plan = plan(memory.at(plant.layout()), instruction, storage, look.level(), revert);
                progress.begun(plan.change());
                plan.writes().send(plant);
                return new Outcome.Accepted(plan.change(), Optional.empty());
            });
        } catch (ModbusException e) {
            return progress.ended(e);
        }
    }

    /**
     * What is remembered of a sending should its end not be known. One that nothing is known of, not even that it began, is unknown
     * as well: it is then settled by a reading, and may be sent once more, where a lost packet would else have cost the command.
     */
    private static final class Progress {
        private StateChange change = StateChange.none();

        void begun(StateChange ifSent) {
            change = ifSent;
        }

        Outcome ended(ModbusException e) {
            return e.kind().nothingDone()
                    ? new Outcome.Rejected(e.code(), e.sentence())
                    : new Outcome.Unknown(e.code(), e.sentence(), change);
        }
    }

    private static Plan plan(
            Memory memory, Instruction instruction, Block storage, Optional<BigDecimal> level, int revert) {
        Controls now = Controls.of(storage);
        Aim aim = new Aim(instruction, memory.ratings().with(storage));
        Controls owner = owner(memory, aim, now);
        boolean held =
                memory.holding() && memory.told().filter(instruction::equals).isPresent();
        boolean holding = aim.holds(level, owner, held);
        Controls wanted = aim.controls(owner, holding, revert);
        boolean lent = instruction.command() != Command.AUTO_BALANCED;
        return new Plan(Writes.between(storage.model(), now, wanted), current -> Memory.of(current)
                .at(memory.layout())
                .told(instruction, owner, lent, holding)
                .state());
    }

    /**
     * How the controls stood before any command of ours. As long as they are ours, what was noted then; else as they stand now. If
     * they stand as the instruction wants them, it was sent before and the note of it was lost: then the older note is the better
     * one.
     */
    private static Controls owner(Memory memory, Aim aim, Controls now) {
        boolean sentBefore = aim.instruction().command() != Command.AUTO_BALANCED
                && (aim.controls(memory.owner(), false, 0).acts(now)
                        || (aim.movesFloor()
                                && now.floor()
                                        == aim.controls(memory.owner(), false, 0)
                                                .floor()));
        return memory.lent() || sentBefore ? memory.owner() : now;
    }

    /**
     * Whether someone else tells the storage what to do: it is neither free, as after a restart or when its timer ran out, nor told
     * what we told it.
     */
    private static boolean isDisplaced(Memory memory, Instruction instruction, Block storage) {
        Controls now = Controls.of(storage);
        Aim aim = new Aim(instruction, memory.ratings().with(storage));
        return !now.isFree()
                && !aim.controls(memory.owner(), false, 0).acts(now)
                && !aim.controls(memory.owner(), true, 0).acts(now);
    }

    /** The seconds until an instant, at least one; 0 for never. */
    private static int seconds(Instant now, Optional<Instant> until) {
        return until.map(end -> Duration.between(now, end).plus(Duration.ofNanos(999_999_999)))
                .map(left -> left.compareTo(TIMER_MOST) > 0 ? TIMER_MOST : left)
                .map(left -> (int) Math.max(1, left.toSeconds()))
                .orElse(0);
    }

    /** The writes that an instruction would make, by what is remembered of the device; asks nobody. */
    static Writes preview(Memory memory, Instruction instruction) {
        Aim aim = new Aim(instruction, memory.ratings());
        Layout.Model model = memory.layout()
                .find(Points.Storage.ID)
                .orElseThrow(() -> new IllegalArgumentException("a device without storage controls"));
        return Writes.between(model, lastKnown(memory), aim.controls(memory.owner(), false, 0));
    }

    /** The controls as the last command left them. */
    private static Controls lastKnown(Memory memory) {
        return memory.told()
                .filter(told -> memory.lent())
                .map(told -> new Aim(told, memory.ratings()).controls(memory.owner(), memory.holding(), 0))
                .orElse(memory.owner());
    }

    /** Writes the reserve that the owner keeps. */
    SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        Memory memory = Memory.of(device.state());
        int scale = memory.ratings().floorScale().orElse(0);
        Quantity reserve = settings.get(Setting.SAFETY_RESERVE);
        if (settings.size() != 1 || reserve == null) {
            throw new IllegalArgumentException("this device keeps a safety reserve, and nothing else: " + settings);
        }
        int register = reserve.value()
                .scaleByPowerOfTen(-scale)
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
        StateChange change = current -> Memory.of(current).withFloor(register).state();
        Progress progress = new Progress();
        try {
            return lines.talk(memory.address(), connection -> {
                Plant plant = new Plant(connection, memory.layout());
                Block storage = plant.demand(Points.Storage.ID);
                progress.begun(change);
                plant.write(storage.address(Points.Storage.FLOOR), raised(memory, register));
                return new SettingsOutcome.Written(change);
            });
        } catch (ModbusException e) {
            return switch (progress.ended(e)) {
                case Outcome.Rejected(FaultCode code, String message) -> new SettingsOutcome.Refused(code, message);
                default -> SettingsOutcome.Partial.unknown(settings.keySet());
            };
        }
    }

    /** A command that keeps a higher reserve goes on keeping it. */
    private static int raised(Memory memory, int register) {
        Controls owner = memory.owner().withFloor(register);
        return memory.lent()
                ? memory.told()
                        .map(told -> new Aim(told, memory.ratings())
                                .controls(owner, false, 0)
                                .floor())
                        .orElse(register)
                : register;
    }
}
