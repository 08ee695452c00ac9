package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.Challenge;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.Evidence;
import energy.amps.connector.History;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Linking;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Sample;
import energy.amps.connector.Secret;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The simulated vendor: hands each device to its family's simulator, and answers at its own pace and with its manners. */
final class SandboxConnector implements Connector, Linking, History {

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
                // The usual wait of a sandbox write; a reading shows it at once.
                pace.accept(),
                Duration.ZERO);
    }

    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return Homes.devices(Set.of(), now);
    }

    @Override
    public Set<CredentialForm> forms() {
        return SandboxAccounts.FORMS;
    }

    @Override
    public LinkOutcome authenticate(Credentials credentials, Instant now) {
        return SandboxAccounts.authenticate(credentials);
    }

    @Override
    public LinkOutcome answer(Challenge challenge, Secret code, Instant now) {
        return SandboxAccounts.answer(challenge, code);
    }

    @Override
    public Discovery discover(energy.amps.connector.Account account, Instant now) {
        return new Discovery.Found(Homes.devices(SandboxAccounts.traits(account), now));
    }

    /** The device is the same; what it knows of its account is new. */
    @Override
    public StateChange renewal(DiscoveredDevice found, Instant now) {
        Account account = MemoryReader.account(found.initialState());
        return current -> Homes.renewed(current, account.traits(), now);
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        return simulator(device).model(device).capabilities();
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        return Manners.shutOut(MemoryReader.account(device.state()), device.now())
                .<ReadOutcome>map(code -> new ReadOutcome.Unreadable(code, Manners.sentence(code)))
                .orElseGet(() -> simulator(device).read(device));
    }

    @Override
    public List<Sample> samples(LinkedDevice device, Past past, List<Instant> edges) {
        return simulator(device).samples(device, past, edges);
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        Manners manners = manners(device, attempt);
        Optional<Outcome> failure = manners.failure(device.now());
        if (failure.isPresent()) {
            return failure.get();
        }
        StateChange change = change(device, instruction, manners);
        return manners.answerLost()
                ? new Outcome.Unknown(FaultCode.TIMEOUT, Manners.sentence(FaultCode.TIMEOUT), change)
                : answer(device.now(), manners, change);
    }

    private StateChange change(LinkedDevice device, Instruction instruction, Manners manners) {
        Attempt attempt = manners.attempt();
        StateChange cleared = manners.clearsScheduler() ? operable(device).clearScheduler() : StateChange.none();
        if (manners.ignored()) {
            return cleared;
        }
        Order order = new Order(instruction, attempt.purpose(), manners.takesHold());
        StateChange obeyed = operable(device).obey(device, order, attempt.startedAt());
        return current -> obeyed.from(cleared.from(current));
    }

    /** The device was told by {@link #apply}; only the vendor's answer is still to come. */
    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return answer(device.now(), manners(device, attempt), StateChange.none());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        Account account = MemoryReader.account(device.state());
        return Manners.shutOut(account, device.now())
                .or(() -> account.has(Trait.SCHEDULER) ? Optional.of(FaultCode.SCHEDULER_ACTIVE) : Optional.empty())
                .<SettingsOutcome>map(code -> new SettingsOutcome.Refused(code, Manners.sentence(code)))
                .orElseGet(() -> new SettingsOutcome.Written(operable(device).configure(device, settings)));
    }

    @Override
    public ConnectorState renewed(LinkedDevice device) {
        return MemoryCodec.encode(simulator(device).model(device), MemoryReader.account(device.state()));
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        Operable machine = operable(device);
        Instruction expected = machine.kept(instruction);
        if (machine.onItsWay(device, reading.observedAt()).equals(Optional.of(expected))) {
            // Still to take hold: neither yes nor no, or the platform would send it again.
            return Verdict.CANNOT_TELL;
        }
        return reading.standing()
                .map(standing -> standing.equals(expected) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD)
                .orElse(Verdict.CANNOT_TELL);
    }

    @Override
    public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing()
                .map(shown -> Traces.of(device.family(), operable(device).kept(instruction), shown))
                .orElse(List.of());
    }

    /** What the vendor says at {@code now} of a write that went through. */
    private Outcome answer(Instant now, Manners manners, StateChange change) {
        Instant accepted = manners.takesHold().plus(manners.pace(pace));
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

    private Operable operable(LinkedDevice device) {
        if (simulator(device) instanceof Operable operable) {
            return operable;
        }
        throw new IllegalArgumentException(device.family().wire() + " takes no writes");
    }

    private static Manners manners(LinkedDevice device, Attempt attempt) {
        return new Manners(attempt, MemoryReader.account(device.state()));
    }
}
