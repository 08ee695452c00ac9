package energy.amps.testkit.conformance;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Verdict;
import energy.amps.device.Capabilities;
import energy.amps.device.SettingValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to check, found out on a rig that is thrown away: the devices, what they declare, and which faults cannot be.
 *
 * @param vendor the connector's vendor, with the variant that the rig speaks
 * @param actors the devices in the rig's order
 */
record Scene(String vendor, List<Actor> actors) {

    /**
     * A device.
     *
     * @param place its place in the rig
     * @param title for the names of checks
     * @param capabilities what it declares
     * @param impossible why a fault cannot be played, by fault and call
     */
    record Actor(int place, String title, Capabilities capabilities, Map<Strike, String> impossible) {

        /** Whether it can be told anything. */
        boolean takesCommands() {
            return !capabilities.commands().isEmpty();
        }

        /** Every declared command at its bounds. */
        List<Instruction> instructions() {
            return capabilities.commands().entrySet().stream()
                    .flatMap(each -> Bounds.of(each.getKey(), each.getValue()).stream())
                    .toList();
        }

        /** Every declared command with what it needs alone. */
        List<Instruction> plain() {
            return capabilities.commands().entrySet().stream()
                    .map(each -> Bounds.least(each.getKey(), each.getValue()))
                    .toList();
        }

        /** Every declared command with all that it takes. */
        List<Instruction> full() {
            return capabilities.commands().entrySet().stream()
                    .map(each -> Bounds.most(each.getKey(), each.getValue()))
                    .toList();
        }
    }

    /**
     * A fault in a kind of call.
     *
     * @param fault which
     * @param during when
     */
    record Strike(Fault fault, Operation during) {}

    static Scene of(Trial trial) {
        List<Actor> actors = new ArrayList<>();
        List<RigDevice> devices = trial.rig().devices();
        for (int place = 0; place < devices.size(); place++) {
            RigDevice device = devices.get(place);
            actors.add(new Actor(place, device.title(), trial.capabilities(device), impossible(trial.rig(), device)));
        }
        String vendor = trial.connector().profile().vendor();
        return new Scene(
                trial.rig().variant().map(variant -> vendor + " " + variant).orElse(vendor), actors);
    }

    private static Map<Strike, String> impossible(Rig rig, RigDevice device) {
        Map<Strike, String> impossible = new LinkedHashMap<>();
        for (Fault fault : Fault.values()) {
            for (Operation during : Operation.values()) {
                if (fault.strikes(during)) {
                    if (rig.play(fault, during, device) instanceof Play.Impossible(String reason)) {
                        impossible.put(new Strike(fault, during), reason);
                    }
                    rig.behave();
                }
            }
        }
        return impossible;
    }

    /** A command that the device is not seen to stand under, so that it can be seen whether it was obeyed. */
    static Instruction unheard(Trial trial, RigDevice device) {
        Capabilities capabilities = trial.capabilities(device);
        for (Command command : capabilities.commands().keySet()) {
            Instruction instruction =
                    Bounds.least(command, capabilities.command(command).orElseThrow());
            if (trial.look(device, instruction, Rule.FAULTS).verdict() == Verdict.DOES_NOT_HOLD) {
                return instruction;
            }
        }
        throw new Broken(
                Rule.COMMANDS,
                "nothing was told to " + device.title()
                        + " yet, and of no declared command is it seen that it does not hold");
    }

    /** A settings write that would change something that is shown; empty where nothing can be written. */
    static Optional<Map<Setting, Quantity>> unwritten(Trial trial, RigDevice device) {
        ReadOutcome.Reading reading = trial.reading(device, Rule.FAULTS);
        return Bounds.ofSettings(trial.capabilities(device)).stream()
                .filter(write -> write.size() == 1)
                .filter(write -> !shows(reading, write))
                .findFirst();
    }

    /** Whether a reading shows settings at these values. */
    static boolean shows(ReadOutcome.Reading reading, Map<Setting, Quantity> settings) {
        return settings.entrySet().stream()
                .allMatch(each -> reading.settings().get(each.getKey()) instanceof SettingValue.Numeric(var value)
                        && value.compareTo(each.getValue().value()) == 0);
    }
}
