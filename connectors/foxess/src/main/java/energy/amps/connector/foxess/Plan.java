package energy.amps.connector.foxess;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.NativeCall;
import energy.amps.connector.foxess.Memory.Traits;
import java.util.ArrayList;
import java.util.List;

/** The calls of {@link Commander} in words, as far as they are known without making any: those that may not be needed say so. */
final class Plan {
    private Plan() {}

    static List<NativeCall> of(LinkedDevice device, Instruction instruction) {
        Traits traits = MemoryCodec.read(device.state()).traits();
        List<NativeCall> calls = new ArrayList<>();
        if (traits.dialect() != Dialect.NONE) {
            calls.add(post(
                    traits.dialect() == Dialect.NESTED ? Calls.SCHEDULE_2 : Calls.SCHEDULE_1,
                    "which schedule the inverter follows"));
        }
        if (new Translation(traits).isByWorkMode(instruction.command())) {
            byWorkMode(traits, instruction, calls);
        } else {
            bySchedule(traits, instruction, calls);
        }
        return List.copyOf(calls);
    }

    private static void byWorkMode(Traits traits, Instruction instruction, List<NativeCall> calls) {
        if (traits.dialect() == Dialect.PLACES) {
            calls.add(post(Calls.WRITE_SCHEDULE_1, "no groups, if the schedule in force was written by Amps"));
            calls.add(post(Calls.SET_FLAG, "scheduler off, if it is on"));
        }
        calls.add(post(
                Calls.SET_SETTING,
                "WorkMode " + Translation.workMode(instruction.command()).orElseThrow()));
    }

    private static void bySchedule(Traits traits, Instruction instruction, List<NativeCall> calls) {
        switch (instruction.command()) {
            case IDLE -> calls.add(post(Calls.FIGURES, "how full the battery is"));
            case CHARGE, DISCHARGE, AUTO_BALANCED, AUTO_RESERVE, AUTO_EXPORT, HEAT, COOL, AUTO, FOLLOW_SCHEDULE -> {
                if (traits.minimumLevels()) {
                    calls.add(new NativeCall("GET " + Calls.LEVELS, "the lowest levels that are kept"));
                }
                if (instruction.command() == Command.CHARGE && traits.knobs().containsKey(Knob.CHARGE_CEILING)) {
                    calls.add(post(Calls.SETTING, "where charging stops"));
                }
            }
        }
        calls.add(post(
                traits.dialect() == Dialect.NESTED ? Calls.WRITE_SCHEDULE_3 : Calls.WRITE_SCHEDULE_1,
                words(traits, instruction) + ", until the window's end or all day"));
        if (traits.dialect() == Dialect.PLACES) {
            calls.add(post(Calls.SET_FLAG, "scheduler on, if it is off"));
        }
    }

    private static String words(Traits traits, Instruction instruction) {
        Translation translation = new Translation(traits);
        return switch (instruction.command()) {
            case CHARGE ->
                Terms.FORCE_CHARGE + " to "
                        + Translation.chargeTarget(instruction).orElse(100) + " % at " + translation.watts(instruction)
                        + " W";
            case DISCHARGE ->
                Terms.FORCE_DISCHARGE
                        + (instruction.parameters().containsKey(Parameter.TARGET)
                                ? " to " + Translation.dischargeTarget(instruction) + " %"
                                : " to the lowest level")
                        + " at " + translation.watts(instruction) + " W";
            case IDLE -> Terms.SELF_USE + " with both bounds of the level at what it is";
            case AUTO_BALANCED, AUTO_RESERVE, AUTO_EXPORT, HEAT, COOL, AUTO, FOLLOW_SCHEDULE ->
                Translation.workMode(instruction.command()).orElseThrow();
        };
    }

    private static NativeCall post(String path, String detail) {
        return new NativeCall("POST " + path, detail);
    }
}
