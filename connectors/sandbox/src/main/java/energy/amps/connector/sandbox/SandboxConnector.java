package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The simulated vendor: hands each device to its family's simulator, and answers at its own pace and with its manners. */
final class SandboxConnector implements Connector {

    private final Pace pace;
    private final Map<Family, Simulator> simulators;

    SandboxConnector(Pace pace, Simulator... simulators) {
        this.pace = pace;
        this.simulators =
                Arrays.stream(simulators).collect(Collectors.toUnmodifiableMap(Simulator::family, Function.identity()));
    }

    @Override
    public ConnectorProfile profile() {
        return new ConnectorProfile(
                "sandbox",
                simulators.keySet(),
                ConnectorProfile.Retrieval.PROJECTION,
                // The only wait that a sandbox write knows; a reading shows it at once.
                pace.accept(),
                Duration.ZERO);
    }

    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return Arrays.stream(Family.values())
                .map(family -> Optional.ofNullable(simulators.get(family)))
                .flatMap(Optional::stream)
                .map(Simulator::devices)
                .flatMap(Collection::stream)
                .toList();
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        return simulator(device).capabilities(device.state());
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        return simulator(device).read(device.state(), device.now());
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        Manners manners = new Manners(attempt);
        Optional<Outcome> failure = manners.failure();
        if (failure.isPresent()) {
            return failure.get();
        }
        StateChange change = manners.ignored()
                ? StateChange.none()
                : simulator(device)
                        .obey(new Order(instruction, attempt.purpose(), manners.takesHold()), attempt.startedAt());
        return manners.answerLost()
                ? new Outcome.Unknown(FaultCode.TIMEOUT, Manners.sentence(FaultCode.TIMEOUT), change)
                : answer(device.now(), manners, change);
    }

    /** The device was told by {@link #apply}; only the vendor's answer is still to come. */
    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return answer(device.now(), new Manners(attempt), StateChange.none());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        return new SettingsOutcome.Written(simulator(device).configure(settings, device.now()));
    }

    @Override
    public ConnectorState renewed(LinkedDevice device) {
        return simulator(device).untouched(device.state());
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        Instruction expected = simulator(device).kept(instruction);
        if (simulator(device).onItsWay(device.state(), reading.observedAt()).equals(Optional.of(expected))) {
            // Still to take hold: neither yes nor no, or the platform would send it again.
            return Verdict.CANNOT_TELL;
        }
        return reading.standing()
                .map(standing -> standing.equals(expected) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD)
                .orElse(Verdict.CANNOT_TELL);
    }

    /** What the vendor says at {@code now} of a write that went through. */
    private Outcome answer(Instant now, Manners manners, StateChange change) {
        Instant accepted = manners.takesHold().plus(pace.accept());
        Instant completed = accepted.plus(pace.complete());
        if (now.isBefore(accepted)) {
            return new Outcome.Submitted(change, Duration.between(now, accepted));
        }
        return new Outcome.Accepted(
                change, now.isBefore(completed) ? Optional.of(Duration.between(now, completed)) : Optional.empty());
    }

    private Simulator simulator(LinkedDevice device) {
        Simulator simulator = simulators.get(device.family());
        if (simulator == null) {
            throw new IllegalArgumentException(
                    "the sandbox has no " + device.family().wire());
        }
        return simulator;
    }
}
