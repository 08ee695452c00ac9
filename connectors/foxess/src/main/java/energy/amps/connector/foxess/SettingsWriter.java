package energy.amps.connector.foxess;

import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.foxess.Calls.Levels;
import energy.amps.connector.foxess.Reply.Failed;
import energy.amps.fault.FaultCode;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Writes settings, one native call after another, and stops at the first that fails. The older scheduler locks them while it is
 * on, ours as well as the owner's, so it is asked first. Thread-safe.
 */
final class SettingsWriter {
    private final Door door;

    SettingsWriter(Door door) {
        this.door = door;
    }

    SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        Memory memory = MemoryCodec.read(device.state());
        return door.to(device, memory)
                .map(calls -> new Writing(calls, memory, new EnumMap<>(settings)).write())
                .orElseGet(() -> refused(new Failed(FaultCode.INVALID_CREDENTIALS, true, 0)));
    }

    private static SettingsOutcome refused(Failed failed) {
        return new SettingsOutcome.Refused(failed.code(), failed.sentence());
    }

    /** A native call, and the settings that it writes. */
    private record Step(List<Setting> settings, Reply<JsonNode> reply) {}

    /** One writing, in its order. */
    private record Writing(Calls calls, Memory memory, Map<Setting, Quantity> settings) {

        SettingsOutcome write() {
            Reply<Boolean> locked =
                    memory.traits().dialect() == Dialect.PLACES ? calls.flag() : new Reply.Done<>(false);
            return switch (locked) {
                case Reply.No<Boolean>(Failed failed) -> refused(failed);
                case Reply.Done<Boolean>(Boolean on) ->
                    on ? refused(new Failed(FaultCode.SCHEDULER_ACTIVE, true, 0)) : writeAll();
            };
        }

        private SettingsOutcome writeAll() {
            List<Setting> written = new ArrayList<>();
            for (Setting setting : settings.keySet()) {
                if (written.contains(setting)) {
                    continue;
                }
                Step step = step(setting);
                if (step.reply() instanceof Reply.No<JsonNode>(Failed failed)) {
                    return stopped(written, step.settings(), failed);
                }
                written.addAll(step.settings());
            }
            return new SettingsOutcome.Written(StateChange.none());
        }

        private Step step(Setting setting) {
            Optional<Knob> knob = Knob.of(setting);
            return knob.isPresent()
                    ? new Step(List.of(setting), calls.setSetting(knob.get().key(), String.valueOf(whole(setting))))
                    : levels();
        }

        /** Both levels are one native setting: the one that was not asked for is written as it is. */
        private Step levels() {
            List<Setting> both = List.of(Setting.SAFETY_RESERVE, Setting.DISCHARGE_FLOOR);
            List<Setting> asked = both.stream().filter(settings::containsKey).toList();
            if (asked.size() == both.size()) {
                return new Step(
                        asked,
                        calls.setLevels(new Levels(whole(Setting.SAFETY_RESERVE), whole(Setting.DISCHARGE_FLOOR))));
            }
            return switch (calls.levels()) {
                // Only looked: nothing has changed, whatever the number says.
                case Reply.No<Optional<Levels>>(Failed failed) ->
                    new Step(asked, new Failed(failed.code(), true, failed.errno()).reply());
                case Reply.Done<Optional<Levels>>(Optional<Levels> now) ->
                    new Step(
                            asked,
                            now.map(levels -> calls.setLevels(changed(levels)))
                                    .orElseGet(() -> new Failed(FaultCode.UNKNOWN_ERROR, true, 0).reply()));
            };
        }

        private Levels changed(Levels now) {
            return settings.containsKey(Setting.SAFETY_RESERVE)
                    ? new Levels(whole(Setting.SAFETY_RESERVE), now.onGrid())
                    : new Levels(now.deepest(), whole(Setting.DISCHARGE_FLOOR));
        }

        private int whole(Setting setting) {
            Quantity quantity = settings.get(setting);
            if (quantity == null) {
                throw new IllegalArgumentException("not asked for: " + setting);
            }
            return quantity.value().setScale(0, RoundingMode.HALF_UP).intValue();
        }

        private SettingsOutcome stopped(List<Setting> written, List<Setting> at, Failed failed) {
            if (written.isEmpty() && failed.refused()) {
                return refused(failed);
            }
            List<Setting> rest = settings.keySet().stream()
                    .filter(setting -> !written.contains(setting) && !at.contains(setting))
                    .toList();
            List<Setting> not = new ArrayList<>(failed.refused() ? at : List.of());
            not.addAll(rest);
            return new SettingsOutcome.Partial(written, not, failed.refused() ? List.of() : at, StateChange.none());
        }
    }
}
