package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.NativeCall;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SandboxControls;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.CallNote.Said;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.tenant.TenantClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Calls vendors for what was committed to, and says what each answer does to its action. Blocks as long as the vendor takes; never in a
 * transaction. Thread-safe.
 */
final class Calling {
    private final Connectors connectors;
    private final TenantClock clock;
    private final VendorCalls vendors;
    private final Looks looks;
    private final MeterRegistry meters;

    /** Reads a device for the platform's own sake. */
    @FunctionalInterface
    interface Looks {
        ReadOutcome look(DeviceKey key, Connector connector, LinkedDevice device);
    }

    Calling(Connectors connectors, TenantClock clock, VendorCalls vendors, Looks looks, MeterRegistry meters) {
        this.connectors = connectors;
        this.clock = clock;
        this.vendors = vendors;
        this.looks = looks;
        this.meters = meters;
        // From the first on, so that an alarm on them is one on something that is there.
        connectors.vendors().stream()
                .filter(vendor -> !connectors.of(vendor).profile().isSimulated())
                .forEach(vendor -> renewals(vendor, "accepted"));
    }

    /** @param allowed whether something may be sent, asked again at the last moment; what may not is not, and has no reply */
    Optional<Reply> call(Docket docket, LiveAction action, Effect effect, BooleanSupplier allowed) {
        Connector connector = connectors.of(docket.device().facts().vendor());
        DeviceKey key = docket.device().key();
        LinkedDevice device = docket.device().linked(clock.now(docket.time()));
        Instruction instruction = instructionOf(action, effect.purpose());
        Attempt attempt = attempt(action, effect.purpose(), device.now());
        Notes notes = new Notes(action, effect.purpose(), device.now(), System.nanoTime());
        return switch (effect) {
            case Effect.Send send -> {
                List<NativeCall> calls = connector.profile().retrieval() == ConnectorProfile.Retrieval.LIVE
                        ? vendors.plan(connector, device, instruction)
                        : List.of();
                yield switch (vendors.apply(
                        key, connector, device, new VendorCalls.Dispatch(instruction, attempt, allowed))) {
                    case VendorCalls.Sent.Answered(Outcome outcome) -> {
                        boolean plain = effect.purpose() == Attempt.Purpose.APPLY
                                && CallNote.isPlain(action, connector, outcome);
                        boolean silent = plain || isAsBefore(connector, action, effect, outcome);
                        yield Optional.of(told(
                                action,
                                outcome,
                                silent
                                        ? Optional.empty()
                                        : Optional.of(notes.of(CallNote.Kind.WRITE, Said.of(outcome), calls))));
                    }
                    case VendorCalls.Sent.Withheld(Fault fault, Instant until) ->
                        Optional.of(new Reply(
                                (its, withheld, settlement) -> settlement.withheld(its, withheld, fault, until),
                                Optional.empty(),
                                isWithheldAsBefore(connector, action, effect, fault)
                                        ? Optional.empty()
                                        : Optional.of(notes.of(CallNote.Kind.WRITE, Said.withheld(fault), List.of()))));
                    case VendorCalls.Sent.Lapsed lapsed -> Optional.empty();
                };
            }
            case Effect.Ask ask -> {
                Outcome outcome = vendors.poll(key, connector, device, instruction, attempt);
                yield Optional.of(told(
                        action, outcome, Optional.of(notes.of(CallNote.Kind.QUESTION, Said.of(outcome), List.of()))));
            }
            case Effect.Look look -> {
                ReadOutcome read = looks.look(key, connector, device);
                ReadBack back = ReadBack.of(connector, device, instruction, read);
                yield Optional.of(new Reply(
                        (its, answered, settlement) -> settlement.seen(its, answered, back),
                        read instanceof ReadOutcome.Unreadable(FaultCode code, String message)
                                ? Optional.of(code)
                                : Optional.empty(),
                        Optional.of(notes.of(CallNote.Kind.READING, Said.of(back), List.of()))));
            }
        };
    }

    /** Renewals are counted; of those that go as the one before went, nothing is written, for they go on for ever. */
    private boolean isAsBefore(Connector connector, LiveAction action, Effect effect, Outcome outcome) {
        if (effect.purpose() != Attempt.Purpose.RENEWAL) {
            return false;
        }
        renewals(connector.profile().vendor(), Said.of(outcome).outcome()).increment();
        boolean failedBefore = action.work().upkeep().flatMap(Upkeep::fault).isPresent();
        return failedBefore == Renewing.isFailure(outcome);
    }

    /** What waits may be withheld many times, for one reason: that is told once. */
    private boolean isWithheldAsBefore(Connector connector, LiveAction action, Effect effect, Fault fault) {
        boolean again = action.sending()
                .fault()
                .map(Fault::code)
                .filter(fault.code()::equals)
                .isPresent();
        return isAsBefore(connector, action, effect, new Outcome.Rejected(fault.code(), fault.message()))
                || (effect.purpose() != Attempt.Purpose.RENEWAL && again);
    }

    private Counter renewals(String vendor, String outcome) {
        return meters.counter("amps.renewals", "vendor", vendor, "outcome", outcome);
    }

    private static Instruction instructionOf(LiveAction action, Attempt.Purpose purpose) {
        return switch (purpose) {
            case APPLY -> action.order().instruction();
            case RETURN -> action.window().priorOrIdle();
            case RENEWAL -> Renewing.instruction(action);
        };
    }

    private static Attempt attempt(LiveAction action, Attempt.Purpose purpose, Instant now) {
        boolean renewal = purpose == Attempt.Purpose.RENEWAL;
        int number = renewal
                ? action.work().upkeep().map(Upkeep::renewals).orElse(0)
                : action.sending().attempt();
        String id = action.id().value() + "." + purpose.name().toLowerCase(Locale.ROOT) + "." + number;
        boolean opens = purpose == Attempt.Purpose.APPLY || action.stage() == Stage.OPEN_RENEWING;
        return new Attempt(
                id,
                purpose,
                number,
                renewal ? now : action.sending().sentAt(),
                opens ? action.order().end() : Optional.empty(),
                action.order().clearScheduler(),
                renewal ? SandboxControls.NONE : action.order().controls());
    }

    /** Takes down calls as they end. */
    private record Notes(LiveAction action, Attempt.Purpose purpose, Instant begunAt, long startNanos) {
        CallNote of(CallNote.Kind kind, Said said, List<NativeCall> calls) {
            Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
            int attempt = purpose == Attempt.Purpose.RENEWAL
                    ? action.work().upkeep().map(Upkeep::renewals).orElse(0)
                    : action.sending().attempt();
            return new CallNote(action.id(), kind, purpose, attempt, begunAt, took, said, calls);
        }
    }

    /** What a push asked for in the way of misbehaviour is of that push alone, and says nothing of the device. */
    private static Reply told(LiveAction sent, Outcome outcome, Optional<CallNote> note) {
        boolean asked = !sent.order().controls().equals(SandboxControls.NONE);
        return new Reply(
                (docket, action, settlement) -> settlement.heard(docket, action, outcome),
                !asked && outcome instanceof Outcome.Rejected(FaultCode code, String message)
                        ? Optional.of(code)
                        : Optional.empty(),
                note);
    }

    /**
     * What a vendor answered.
     *
     * @param answer what it does to the action
     * @param refused why it refused, if that says something of the device
     * @param note what is to be written of the call, if anything
     */
    record Reply(Answer answer, Optional<FaultCode> refused, Optional<CallNote> note) {
        /** The docket with the call that has ended. */
        Docket noted(Docket docket) {
            return note.map(docket::noting).orElse(docket);
        }
    }

    /** What came back from outside. */
    @FunctionalInterface
    interface Answer {
        Stepped settle(Docket docket, LiveAction action, Settlement settlement);
    }
}
