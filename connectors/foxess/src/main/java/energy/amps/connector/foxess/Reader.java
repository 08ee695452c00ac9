package energy.amps.connector.foxess;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.foxess.Calls.Levels;
import energy.amps.connector.foxess.Memory.Traits;
import energy.amps.connector.foxess.Reply.Failed;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.Energy;
import energy.amps.device.Power;
import energy.amps.device.SettingValue;
import energy.amps.device.StateOfCharge;
import energy.amps.fault.FaultCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Looks at an inverter. A look that fails halfway is none: what would be left out might be what is asked for. Thread-safe. */
final class Reader {
    /** An inverter that the cloud has not heard of for this long is offline, though the cloud shows its last figures. */
    static final Duration SILENCE = Duration.ofMinutes(30);

    /** Below this nothing flows, kilowatts: an idling inverter hums. */
    private static final double STILL = 0.05;

    private final Door door;

    Reader(Door door) {
        this.door = door;
    }

    /**
     * Everything that one look shows.
     *
     * @param workMode the mode outside of any schedule; asked for only where none is followed
     */
    private record Look(
            Figures figures,
            Schedule schedule,
            Optional<Levels> levels,
            Optional<String> workMode,
            Map<Knob, BigDecimal> knobs) {}

    ReadOutcome read(LinkedDevice device) {
        Memory memory = MemoryCodec.read(device.state());
        Reply<Look> look = door.to(device, memory)
                .map(calls -> look(calls, memory.traits(), device))
                .orElseGet(() -> new Failed(FaultCode.INVALID_CREDENTIALS, true, 0).reply());
        return switch (look) {
            case Reply.Done<Look>(Look seen) -> reading(device, memory.traits(), seen);
            case Reply.No<Look>(Failed failed) -> new ReadOutcome.Unreadable(failed.code(), failed.sentence());
        };
    }

    private static Reply<Look> look(Calls calls, Traits traits, LinkedDevice device) {
        return calls.figures().then(figures -> current(figures, device)).then(figures -> schedule(calls, traits)
                .then(schedule -> levels(calls, traits)
                        .then(levels -> workMode(calls, traits, schedule).then(mode -> knobs(calls, traits)
                                .map(knobs -> new Look(figures, schedule, levels, mode, knobs))))));
    }

    private static Reply<Figures> current(Optional<Figures> figures, LinkedDevice device) {
        if (figures.isEmpty()) {
            return new Failed(FaultCode.UNKNOWN_ERROR, true, 0).reply();
        }
        boolean silent = figures.get()
                .heardAt()
                .filter(at -> at.isBefore(device.now().minus(SILENCE)))
                .isPresent();
        return silent ? new Failed(FaultCode.DEVICE_OFFLINE, true, 0).reply() : new Reply.Done<>(figures.get());
    }

    private static Reply<Schedule> schedule(Calls calls, Traits traits) {
        return traits.dialect() == Dialect.NONE ? new Reply.Done<>(Schedule.NONE) : calls.schedule(traits.dialect());
    }

    private static Reply<Optional<Levels>> levels(Calls calls, Traits traits) {
        return traits.minimumLevels() ? calls.levels().orWithout(Optional.empty()) : new Reply.Done<>(Optional.empty());
    }

    private static Reply<Optional<String>> workMode(Calls calls, Traits traits, Schedule schedule) {
        return traits.workModes().isEmpty() || schedule.isFollowed()
                ? new Reply.Done<>(Optional.empty())
                : calls.setting(Calls.WORK_MODE)
                        .map(result -> Json.text(result.path("value")))
                        .orWithout(Optional.empty());
    }

    private static Reply<Map<Knob, BigDecimal>> knobs(Calls calls, Traits traits) {
        Map<Knob, BigDecimal> values = new EnumMap<>(Knob.class);
        for (Knob knob : traits.knobs().keySet()) {
            Reply<Optional<BigDecimal>> reply = calls.setting(knob.key())
                    .map((JsonNode result) -> Json.number(result.path("value")))
                    .orWithout(Optional.empty());
            if (reply instanceof Reply.No<Optional<BigDecimal>>(Failed failed)) {
                return failed.reply();
            }
            if (reply instanceof Reply.Done<Optional<BigDecimal>>(Optional<BigDecimal> value)) {
                value.ifPresent(number -> values.put(knob, number));
            }
        }
        return new Reply.Done<>(values);
    }

    private static ReadOutcome reading(LinkedDevice device, Traits traits, Look look) {
        Optional<Instruction> standing = standing(device, traits, look);
        Optional<Command> mode = standing.map(Instruction::command).or(() -> now(device, traits, look.schedule()));
        BatteryState state = new BatteryState(
                look.figures().power().map(power -> status(power, look.figures().standby())),
                traits.capacityWh() > 0 ? Optional.of(new Energy(traits.capacityWh() / 1000.0)) : Optional.empty(),
                look.figures().level().map(StateOfCharge::new),
                look.figures().power().map(Power::new),
                look.levels().map(levels -> new StateOfCharge(Math.clamp(levels.deepest(), 0, 100))),
                mode);
        return new ReadOutcome.Reading(device.now(), state, settings(traits, look), standing);
    }

    private static BatteryStatus status(double power, boolean standby) {
        if (Math.abs(power) < STILL) {
            return standby ? BatteryStatus.STANDBY : BatteryStatus.IDLE;
        }
        return power > 0 ? BatteryStatus.CHARGING : BatteryStatus.DISCHARGING;
    }

    /** The one instruction that the device stands under: its schedule's, if it has one that tells one thing and tells it now. */
    private static Optional<Instruction> standing(LinkedDevice device, Traits traits, Look look) {
        if (!look.schedule().isFollowed()) {
            return look.workMode().flatMap(Translation::command).map(Instruction::of);
        }
        boolean allDay = look.schedule().stretches().stream()
                .allMatch(stretch -> stretch.slot().equals(Slot.WHOLE_DAY));
        return look.schedule()
                .single()
                .filter(terms -> allDay || active(device, look.schedule()).isPresent())
                .flatMap(new Translation(traits)::instruction);
    }

    /** What a schedule that tells several things tells now. */
    private static Optional<Command> now(LinkedDevice device, Traits traits, Schedule schedule) {
        return active(device, schedule)
                .flatMap(new Translation(traits)::instruction)
                .map(Instruction::command);
    }

    private static Optional<Terms> active(LinkedDevice device, Schedule schedule) {
        return device.plantZone().flatMap(zone -> schedule.at(DaySlots.minute(device.now(), zone)));
    }

    private static Map<Setting, SettingValue> settings(Traits traits, Look look) {
        Map<Setting, SettingValue> settings = new EnumMap<>(Setting.class);
        look.levels().ifPresent(levels -> {
            settings.put(Setting.SAFETY_RESERVE, number(levels.deepest()));
            settings.put(Setting.DISCHARGE_FLOOR, number(levels.onGrid()));
        });
        look.knobs()
                .forEach((knob, value) -> settings.put(knob.setting(), new SettingValue.Numeric(Json.plain(value))));
        if (traits.dialect() != Dialect.NONE) {
            settings.put(
                    Setting.SCHEDULER_ENABLED,
                    new SettingValue.Flag(look.schedule().isFollowed()));
        }
        return settings;
    }

    private static SettingValue number(int value) {
        return new SettingValue.Numeric(BigDecimal.valueOf(value));
    }
}
