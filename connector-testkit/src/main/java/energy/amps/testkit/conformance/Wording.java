package energy.amps.testkit.conformance;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How instructions and outcomes read in the names of checks, in messages and in the table of faults. */
final class Wording {
    private Wording() {}

    static String of(Instruction instruction) {
        return instruction.command().wire()
                + new TreeMap<>(instruction.parameters())
                        .entrySet().stream()
                                .map(each -> ", " + each.getKey().wire() + " " + each.getValue())
                                .collect(Collectors.joining());
    }

    static String of(Map<Setting, Quantity> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(each -> each.getKey().wire() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> "accepted";
            case Outcome.Submitted submitted -> "submitted";
            case Outcome.Rejected rejected -> "rejected " + rejected.code();
            case Outcome.Unknown unknown -> "unknown " + unknown.code();
        };
    }

    static String of(SettingsOutcome outcome) {
        return switch (outcome) {
            case SettingsOutcome.Written written -> "written";
            case SettingsOutcome.Refused refused -> "refused " + refused.code();
            case SettingsOutcome.Partial partial ->
                partial.written().isEmpty() && partial.failed().isEmpty() ? "unknown" : "partly";
        };
    }

    static String of(ReadOutcome outcome) {
        return switch (outcome) {
            case ReadOutcome.Reading reading -> "read";
            case ReadOutcome.Unreadable unreadable -> unreadable.code().name();
        };
    }

    static String of(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
