package energy.amps.server.action;

import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.NativeCall;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.ActionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A call to a vendor, for the timeline of the action that it was made for. No credential, and no text of the vendor's.
 *
 * @param action which action
 * @param kind what was called for
 * @param purpose why
 * @param attempt which sending it belongs to
 * @param begunAt when it began, in the tenant's time
 * @param took how long it took
 * @param said what came of it
 * @param calls what the connector called at its vendor, where it tells
 */
record CallNote(
        ActionId action,
        Kind kind,
        Attempt.Purpose purpose,
        int attempt,
        Instant begunAt,
        Duration took,
        Said said,
        List<NativeCall> calls) {

    /** Most native calls that are kept of one call. */
    static final int MOST_CALLS = 16;

    /** Most characters of each text of a native call. */
    static final int MOST_TEXT = 500;

    CallNote {
        calls = calls.stream()
                .limit(MOST_CALLS)
                .map(call -> new NativeCall(cut(call.call()), cut(call.detail())))
                .toList();
    }

    /** What a vendor is called for. */
    enum Kind {
        /** To do something. */
        WRITE,
        /** To say what became of a write. */
        QUESTION,
        /** To show the device. */
        READING;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What came of a call.
     *
     * @param outcome in a word
     * @param code what went wrong, where something did
     */
    record Said(String outcome, Optional<FaultCode> code) {
        static Said of(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Accepted accepted -> new Said("accepted", Optional.empty());
                case Outcome.Submitted submitted -> new Said("submitted", Optional.empty());
                case Outcome.Rejected rejected -> new Said("rejected", Optional.of(rejected.code()));
                case Outcome.Unknown unknown -> new Said("unknown", Optional.of(unknown.code()));
            };
        }

        /** The call was not made. */
        static Said withheld(Fault why) {
            return new Said("withheld", Optional.of(why.code()));
        }

        static Said of(ReadBack read) {
            return read.read() instanceof ReadOutcome.Unreadable unreadable
                    ? new Said("unreadable", Optional.of(unreadable.code()))
                    : new Said(read.verdict().name().toLowerCase(Locale.ROOT), Optional.empty());
        }
    }

    /**
     * Whether the action's own row tells all of it: a bare command that was sent once and applied at once by a vendor that is
     * arithmetic. Most actions of the sandbox are such; nothing is written for their calls.
     */
    static boolean isPlain(LiveAction sent, Connector connector, Outcome outcome) {
        return connector.profile().retrieval() == Retrieval.PROJECTION
                && isPlain(sent)
                && outcome instanceof Outcome.Accepted accepted
                && accepted.appliedAfter().isEmpty();
    }

    /** Whether an action can be such a one. */
    static boolean isPlain(LiveAction action) {
        return !action.order().isWindow() && action.sending().attempt() == 1;
    }

    private static String cut(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
    }
}
