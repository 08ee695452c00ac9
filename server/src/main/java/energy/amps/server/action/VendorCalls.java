package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.NativeCall;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.vendor.Errand;
import energy.amps.server.vendor.Gate;
import energy.amps.server.vendor.Gate.Passage;
import energy.amps.server.vendor.Wordless;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to connectors, each held to its connector's time limit. A connector that throws, or takes too long, has given no
 * usable answer: that is an outcome like any other. Thread-safe.
 */
final class VendorCalls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(VendorCalls.class);

    /** How long a settings write may take at the vendor: with the wait for the lane 20 s (contract section 7). */
    static final Duration SETTINGS_MOST = Duration.ofSeconds(15);

    /** How long after the gate was shut to a question it is asked again. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    private final MeterRegistry meters;
    private final ExecutorService threads;
    private final Gate gate;

    /**
     * @param threads runs the calls, and is closed with this
     * @param gate is asked before each call for a device
     */
    VendorCalls(ExecutorService threads, Gate gate, MeterRegistry meters) {
        this.threads = threads;
        this.gate = gate;
        this.meters = meters;
    }

    /** What came of sending. */
    sealed interface Sent {
        /** It went out, and this is what the vendor says. */
        record Answered(Outcome outcome) implements Sent {}

        /** It did not go out: it may be sent again at {@code until}. */
        record Withheld(Fault fault, Instant until) implements Sent {}

        /** It did not go out: whoever wanted to send it may not any more. */
        record Lapsed() implements Sent {}
    }

    /**
     * What is to be sent.
     *
     * @param allowed whether it may be, asked at the last moment: the gate may have taken its time
     */
    record Dispatch(Instruction instruction, Attempt attempt, BooleanSupplier allowed) {}

    /** Sends an instruction, unless the gate does not let it out: then it was not sent, and waits, or is refused. */
    Sent apply(DeviceKey key, Connector connector, LinkedDevice device, Dispatch sending) {
        return switch (gate.ask(key, connector, device, Errand.COMMAND)) {
            case Passage.Open open
            when !sending.allowed().getAsBoolean() -> {
                open.ticket().unused();
                yield new Sent.Lapsed();
            }
            case Passage.Open open ->
                new Sent.Answered(ticketed(
                        open,
                        VendorCalls::faultOf,
                        () -> call(
                                connector,
                                "apply",
                                () -> connector.apply(open.device(), sending.instruction(), sending.attempt()),
                                fault -> new Outcome.Unknown(fault.code(), fault.message(), StateChange.none()))));
            case Passage.Shut(FaultCode code, String message, Optional<Instant> until) ->
                until.<Sent>map(at -> new Sent.Withheld(new Fault(code, message), at))
                        .orElseGet(() -> new Sent.Answered(new Outcome.Rejected(code, message)));
        };
    }

    /** Asks after an instruction; what cannot be asked now is asked later. */
    Outcome poll(DeviceKey key, Connector connector, LinkedDevice device, Instruction instruction, Attempt attempt) {
        return switch (gate.ask(key, connector, device, Errand.ASK)) {
            case Passage.Open open ->
                ticketed(
                        open,
                        VendorCalls::faultOf,
                        () -> call(
                                connector,
                                "poll",
                                () -> connector.poll(open.device(), instruction, attempt),
                                fault -> new Outcome.Unknown(fault.code(), fault.message(), StateChange.none())));
            case Passage.Shut shut -> new Outcome.Submitted(StateChange.none(), ASK_AGAIN);
        };
    }

    /** @param errand whose wish it is */
    ReadOutcome read(DeviceKey key, Connector connector, LinkedDevice device, Errand errand) {
        return switch (gate.ask(key, connector, device, errand)) {
            case Passage.Open open ->
                ticketed(
                        open,
                        VendorCalls::faultOf,
                        () -> call(
                                connector,
                                "read",
                                () -> connector.read(open.device()),
                                fault -> new ReadOutcome.Unreadable(fault.code(), fault.message())));
            case Passage.Shut(FaultCode code, String message, var until) -> new ReadOutcome.Unreadable(code, message);
        };
    }

    SettingsOutcome configure(
            DeviceKey key, Connector connector, LinkedDevice device, Map<Setting, Quantity> settings) {
        return switch (gate.ask(key, connector, device, Errand.SETTINGS)) {
            case Passage.Open open ->
                ticketed(
                        open,
                        VendorCalls::faultOf,
                        () -> call(
                                connector,
                                new What("configure", SETTINGS_MOST),
                                () -> connector.configure(open.device(), settings),
                                fault -> SettingsOutcome.Partial.unknown(settings.keySet())));
            case Passage.Shut(FaultCode code, String message, var until) -> new SettingsOutcome.Refused(code, message);
        };
    }

    private static <T> T ticketed(Passage.Open open, Function<T, Optional<FaultCode>> faultOf, Supplier<T> call) {
        long startNanos = System.nanoTime();
        Optional<FaultCode> fault = Optional.of(FaultCode.UNKNOWN_ERROR);
        try {
            T answer = call.get();
            fault = faultOf.apply(answer);
            return answer;
        } finally {
            open.ticket().ended(fault, Duration.ofNanos(System.nanoTime() - startNanos));
        }
    }

    private static Optional<FaultCode> faultOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> Optional.empty();
            case Outcome.Submitted submitted -> Optional.empty();
            case Outcome.Rejected rejected -> Optional.of(rejected.code());
            case Outcome.Unknown unknown -> Optional.of(unknown.code());
        };
    }

    private static Optional<FaultCode> faultOf(ReadOutcome outcome) {
        return outcome instanceof ReadOutcome.Unreadable unreadable ? Optional.of(unreadable.code()) : Optional.empty();
    }

    private static Optional<FaultCode> faultOf(SettingsOutcome outcome) {
        return switch (outcome) {
            case SettingsOutcome.Written written -> Optional.empty();
            case SettingsOutcome.Partial partial ->
                partial.unknown().isEmpty() ? Optional.empty() : Optional.of(FaultCode.UNKNOWN_ERROR);
            case SettingsOutcome.Refused refused -> Optional.of(refused.code());
        };
    }

    /** What {@link #apply} would call; a connector that cannot tell tells nothing. */
    List<NativeCall> plan(Connector connector, LinkedDevice device, Instruction instruction) {
        try {
            return connector.plan(device, instruction);
        } catch (RuntimeException e) {
            log.warn(
                    "the connector of {} threw when it was to tell its calls",
                    connector.profile().vendor(),
                    e);
            return List.of();
        }
    }

    /** Any call, within the vendor's time limit. */
    <T> T call(Connector connector, String what, Callable<T> call, Function<Fault, T> noAnswer) {
        return call(connector, new What(what, connector.profile().callTimeout()), call, noAnswer);
    }

    /** What is called, and for how long at most, should the vendor be given longer. */
    private record What(String name, Duration most) {}

    private <T> T call(Connector connector, What what, Callable<T> call, Function<Fault, T> noAnswer) {
        Duration timeout = connector.profile().callTimeout();
        Duration limit = timeout.compareTo(what.most()) < 0 ? timeout : what.most();
        long startNanos = System.nanoTime();
        String vendor = connector.profile().vendor();
        String outcome = "threw";
        try {
            // A projection is arithmetic: it cannot hang, and a thread of its own would cost more than the call.
            T answer = connector.profile().retrieval() == Retrieval.PROJECTION ? call.call() : within(limit, call);
            outcome = answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            return answer;
        } catch (TimeoutException e) {
            outcome = "timeout";
            return noAnswer.apply(new Fault(FaultCode.TIMEOUT, "The vendor did not answer in time."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return noAnswer.apply(new Fault(FaultCode.TIMEOUT, "The platform stopped while the vendor was called."));
        } catch (Exception e) {
            log.error(
                    "the connector of {} threw in {}; taken as no usable answer", vendor, what.name(), Wordless.of(e));
            return noAnswer.apply(new Fault(FaultCode.UNKNOWN_ERROR, "The vendor gave no usable answer."));
        } finally {
            meters.timer("amps.vendor.calls", "vendor", vendor, "call", what.name(), "outcome", outcome)
                    .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
        }
    }

    private <T> T within(Duration limit, Callable<T> call) throws Exception {
        Future<T> answer = threads.submit(call);
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
