package energy.amps.connector.sunspec;

import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.connector.ReadOutcome;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.Energy;
import energy.amps.device.Power;
import energy.amps.device.SettingValue;
import energy.amps.device.StateOfCharge;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A storage as its models show it: the controls (124), the battery by itself (802), and the inputs of its inverter (160).
 *
 * @param storage model 124, where the device has it
 * @param battery model 802, likewise
 * @param inputs what flows through the inverter's inputs
 */
record BatteryLook(Optional<Block> storage, Optional<Block> battery, Inputs inputs) {

    /** Below this a battery that says it rests does rest. */
    private static final double RESTS_KILOWATTS = 0.05;

    /** The models that are looked at, in their order. */
    static final List<Integer> MODELS = List.of(Points.Storage.ID, Points.Battery.ID, Points.Inputs.ID);

    static BatteryLook at(Plant plant) throws ModbusException {
        return new BatteryLook(
                plant.read(Points.Storage.ID), plant.read(Points.Battery.ID), Inputs.of(plant.read(Points.Inputs.ID)));
    }

    ReadOutcome.Reading reading(Memory memory, Instant at) {
        Optional<Controls> controls = storage.map(Controls::of);
        Optional<Instruction> standing =
                controls.filter(now -> memory.ratings().isSteerable()).map(now -> standing(memory, now));
        Optional<BigDecimal> floor = controls.flatMap(now -> ownersFloor(memory, now));
        BatteryState state = new BatteryState(
                status(),
                memory.ratings().capacity().map(wattHours -> new Energy(kilo(wattHours))),
                level().map(percent -> new StateOfCharge(percent.doubleValue())),
                power().map(Power::new),
                floor.filter(percent -> percent.compareTo(BigDecimal.valueOf(100)) <= 0)
                        .map(percent -> new StateOfCharge(percent.doubleValue())),
                standing.map(Instruction::command));
        Map<Setting, SettingValue> settings = floor.<Map<Setting, SettingValue>>map(
                        percent -> Map.of(Setting.SAFETY_RESERVE, new SettingValue.Numeric(percent)))
                .orElse(Map.of());
        return new ReadOutcome.Reading(at, state, settings, standing);
    }

    /** The last instruction, if the registers say so; else what they say by themselves. */
    private Instruction standing(Memory memory, Controls now) {
        Ratings ratings = storage.map(block -> memory.ratings().with(block)).orElse(memory.ratings());
        return memory.told()
                .filter(told -> {
                    Aim aim = new Aim(told, ratings);
                    Controls wanted = aim.controls(memory.owner(), memory.holding(), 0);
                    return wanted.acts(now) && (!aim.movesFloor() || now.floor() >= wanted.floor());
                })
                .orElseGet(() -> now.meaning(ratings));
    }

    /** What the owner keeps: while a command has raised the reserve, what it was before. */
    private static Optional<BigDecimal> ownersFloor(Memory memory, Controls now) {
        return (memory.lent() ? memory.owner() : now).floorPercent(memory.ratings());
    }

    /** How full it is, in percent. */
    Optional<BigDecimal> level() {
        return Ratings.level(storage, battery);
    }

    private Optional<BatteryStatus> status() {
        return storage.flatMap(block -> block.unsigned(Points.Storage.STATE))
                .or(() -> battery.flatMap(block -> block.unsigned(Points.Battery.STATE)))
                .flatMap(BatteryLook::meaning);
    }

    private static Optional<BatteryStatus> meaning(int word) {
        return switch (word) {
            case 1 -> Optional.of(BatteryStatus.STANDBY);
            // Empty, full and holding.
            case 2, 5, 6 -> Optional.of(BatteryStatus.IDLE);
            case 3 -> Optional.of(BatteryStatus.DISCHARGING);
            case 4 -> Optional.of(BatteryStatus.CHARGING);
            default -> Optional.empty();
        };
    }

    /** Its power, positive charging, kW. */
    Optional<Double> power() {
        return inputs.storage().or(this::powerByStatus);
    }

    /** The battery's own model does not say which sign means charging; its state does. */
    private Optional<Double> powerByStatus() {
        Optional<Double> size = battery.flatMap(block -> block.signed(Points.Battery.POWER, Points.Battery.POWER_SCALE))
                .map(watts -> Math.abs(kilo(watts)));
        return status().flatMap(doing -> size.flatMap(kilowatts -> switch (doing) {
            case CHARGING -> Optional.of(kilowatts);
            case DISCHARGING -> Optional.of(-kilowatts);
            case IDLE, STANDBY -> kilowatts <= RESTS_KILOWATTS ? Optional.of(0.0) : Optional.<Double>empty();
        }));
    }

    private static double kilo(BigDecimal units) {
        return units.scaleByPowerOfTen(-3).doubleValue();
    }
}
