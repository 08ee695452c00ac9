package energy.amps.testkit.conformance;

import energy.amps.command.Setting;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.Verdict;
import energy.amps.fault.FaultCode;
import java.util.EnumSet;
import java.util.Set;

/** What a fault may come to. An outcome that claims less than it could, "unknown", is honest; one that claims more is not. */
final class Judgement {
    /** Codes of the platform's own, that no vendor gives. */
    private static final Set<FaultCode> OURS =
            EnumSet.of(FaultCode.MISSED_WINDOW, FaultCode.OUTCOME_UNKNOWN, FaultCode.REVERT_FAILED);

    private Judgement() {}

    /** Of a command. */
    static void of(Fault fault, Outcome outcome, Verdict verdict) {
        String seen = fault.title() + " comes to " + Wording.of(outcome) + ", and then it " + Wording.of(verdict);
        Broken.unless(
                !(outcome instanceof Outcome.Rejected) || verdict != Verdict.HOLDS,
                Rule.FAULTS,
                seen + ": it was rejected, and holds");
        Broken.unless(
                !(outcome instanceof Outcome.Accepted) || verdict == Verdict.HOLDS || fault == Fault.IGNORED,
                Rule.FAULTS,
                seen + ": it was accepted, and is not seen to hold");
        boolean fits =
                switch (outcome) {
                    case Outcome.Accepted accepted ->
                        switch (fault) {
                            case SLOW -> true;
                            case IGNORED -> verdict == Verdict.DOES_NOT_HOLD;
                            case ANSWER_LOST,
                                    SILENT,
                                    REFUSED,
                                    OFFLINE,
                                    GARBAGE,
                                    UNAVAILABLE,
                                    CREDENTIALS_EXPIRED,
                                    QUOTA_GONE,
                                    SCHEDULER,
                                    DISPLACED -> false;
                        };
                    case Outcome.Submitted submitted -> false;
                    case Outcome.Rejected(FaultCode code, String message) ->
                        switch (fault) {
                            case REFUSED -> !OURS.contains(code);
                            case OFFLINE, UNAVAILABLE, CREDENTIALS_EXPIRED, QUOTA_GONE, SCHEDULER ->
                                codes(fault).contains(code);
                            case IGNORED, ANSWER_LOST, SILENT, SLOW, GARBAGE, DISPLACED -> false;
                        };
                    case Outcome.Unknown unknown ->
                        fault != Fault.SLOW
                                && fault != Fault.REFUSED
                                && fault != Fault.SCHEDULER
                                && codes(fault).contains(unknown.code());
                };
        Broken.unless(fits, Rule.FAULTS, seen);
    }

    /** Of a read. */
    static void of(Fault fault, ReadOutcome outcome) {
        boolean fits =
                switch (outcome) {
                    case ReadOutcome.Reading reading -> fault == Fault.SLOW;
                    case ReadOutcome.Unreadable unreadable ->
                        fault == Fault.REFUSED
                                ? !OURS.contains(unreadable.code())
                                : fault != Fault.SLOW && codes(fault).contains(unreadable.code());
                };
        Broken.unless(fits, Rule.FAULTS, "a read meets " + fault.title() + " and comes to " + outcome);
    }

    /** Of a settings write. */
    static void of(Fault fault, SettingsOutcome outcome, Set<Setting> sent, boolean shown) {
        String seen =
                fault.title() + " comes to " + outcome + ", and the settings are " + (shown ? "" : "not ") + "shown";
        boolean fits =
                switch (outcome) {
                    case SettingsOutcome.Written written ->
                        fault == Fault.IGNORED ? !shown : shown && canBeWritten(fault);
                    case SettingsOutcome.Refused refused ->
                        !shown
                                && canBeRefused(fault)
                                && (fault == Fault.REFUSED
                                        ? !OURS.contains(refused.code())
                                        : codes(fault).contains(refused.code()));
                    case SettingsOutcome.Partial partial ->
                        fault != Fault.SLOW
                                && (fault == Fault.IGNORED || !partial.written().containsAll(sent))
                                && (!shown || partial.failed().isEmpty());
                };
        Broken.unless(fits, Rule.FAULTS, seen);
    }

    private static boolean canBeWritten(Fault fault) {
        // Settings are not in every scheduler's way.
        return fault == Fault.SLOW || fault == Fault.SCHEDULER;
    }

    private static boolean canBeRefused(Fault fault) {
        return switch (fault) {
            case REFUSED, OFFLINE, UNAVAILABLE, CREDENTIALS_EXPIRED, QUOTA_GONE, SCHEDULER -> true;
            case IGNORED, ANSWER_LOST, SILENT, SLOW, GARBAGE, DISPLACED -> false;
        };
    }

    /** The canonical codes of a fault. Of a device without a vendor, whose door stays shut, no connection is all there is to say. */
    private static Set<FaultCode> codes(Fault fault) {
        return switch (fault) {
            case ANSWER_LOST, SILENT, GARBAGE ->
                EnumSet.of(FaultCode.TIMEOUT, FaultCode.NETWORK_ERROR, FaultCode.UNKNOWN_ERROR);
            case OFFLINE -> EnumSet.of(FaultCode.DEVICE_OFFLINE, FaultCode.NETWORK_ERROR, FaultCode.TIMEOUT);
            case UNAVAILABLE -> EnumSet.of(FaultCode.SERVICE_UNAVAILABLE);
            case CREDENTIALS_EXPIRED -> EnumSet.of(FaultCode.INVALID_CREDENTIALS);
            case QUOTA_GONE -> EnumSet.of(FaultCode.RATE_LIMITED);
            case SCHEDULER -> EnumSet.of(FaultCode.SCHEDULER_ACTIVE);
            case IGNORED, REFUSED, SLOW, DISPLACED -> EnumSet.complementOf(EnumSet.copyOf(OURS));
        };
    }
}
