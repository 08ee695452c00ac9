package energy.amps.server.action;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A vendor with one device that is told beforehand what becomes of each call. It always tells the truth: what it rejects
 * changes nothing, what it has said once it does not take back, and a reading shows what the device stands under.
 */
final class BenchVendor implements Connector {
    static final ConnectorProfile PROFILE = new ConnectorProfile(
            "bench",
            Set.of(Family.BATTERY),
            ConnectorProfile.Retrieval.PROJECTION,
            Duration.ofSeconds(20),
            Duration.ofSeconds(10));
    static final Instruction NATIVE = Instruction.of(Command.AUTO_BALANCED);

    private final Deque<Fate> script;
    private Fate afterwards = Fate.ACCEPTS;
    private boolean confused;
    private Optional<Duration> renewal = Optional.empty();
    private final Set<Instruction> stoodUnder = new HashSet<>();
    private Instruction standing = NATIVE;
    private Optional<Instruction> received = Optional.empty();
    private Optional<Instruction> refused = Optional.empty();

    BenchVendor(Collection<Fate> script) {
        this.script = new ArrayDeque<>(script);
    }

    /** What the device really stands under. */
    Instruction standing() {
        return standing;
    }

    /** Whether the device ever stood under an instruction that was sent to it. */
    boolean everStoodUnder(Instruction instruction) {
        return stoodUnder.contains(instruction);
    }

    /** From now on readings are beyond it. */
    void throwsOverReadings() {
        confused = true;
    }

    /** Devices drop what they are told unless they are told again so often. */
    void renews(Duration interval) {
        renewal = Optional.of(interval);
    }

    @Override
    public Optional<Duration> renewal(LinkedDevice device, Instruction instruction) {
        return renewal;
    }

    /** From now on every call has this fate. */
    void always(Fate fate) {
        script.clear();
        afterwards = fate;
    }

    private Fate next() {
        Fate scripted = script.poll();
        return scripted == null ? afterwards : scripted;
    }

    @Override
    public ConnectorProfile profile() {
        return PROFILE;
    }

    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return List.of();
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        return new Capabilities(true, Map.of(), Map.of(), EnumSet.allOf(ConflictStrategy.class));
    }

    /** Always to be had: the engine reads through here only to learn a native mode. */
    @Override
    public ReadOutcome read(LinkedDevice device) {
        return reading(device.now());
    }

    /** A reading that may fail, as a look at the device does. */
    ReadOutcome look(Instant now) {
        return next().isReadable()
                ? reading(now)
                : new ReadOutcome.Unreadable(FaultCode.NETWORK_ERROR, "The device cannot be seen.");
    }

    private ReadOutcome reading(Instant now) {
        Optional<Command> mode = Optional.of(standing.command());
        return new ReadOutcome.Reading(
                now,
                new BatteryState(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), mode),
                Map.of(),
                Optional.of(standing));
    }

    /** A newer write takes the place of one that was received and not yet applied. */
    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        received = Optional.of(instruction);
        refused = Optional.empty();
        return answer(instruction, next());
    }

    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        Fate fate = next();
        if (received.filter(instruction::equals).isPresent()) {
            return answer(instruction, fate);
        }
        if (refused.filter(instruction::equals).isPresent()) {
            return refusal();
        }
        return fate.isReadable() && standing.equals(instruction) ? accepted() : unknown();
    }

    private Outcome answer(Instruction instruction, Fate fate) {
        return switch (fate) {
            case ACCEPTS -> holds(instruction) ? new Outcome.Accepted(StateChange.none(), Optional.empty()) : unknown();
            case ACCEPTS_LATER -> new Outcome.Accepted(StateChange.none(), Optional.of(Duration.ofSeconds(3)));
            case SUBMITS -> new Outcome.Submitted(StateChange.none(), Duration.ofSeconds(2));
            case REJECTS -> {
                received = Optional.empty();
                refused = Optional.of(instruction);
                yield refusal();
            }
            case UNKNOWN_APPLIED -> {
                holds(instruction);
                yield unknown();
            }
            case UNKNOWN_NOT_APPLIED -> {
                received = Optional.empty();
                yield unknown();
            }
        };
    }

    /** Applies what was received; whether the device now stands under that instruction. */
    private boolean holds(Instruction instruction) {
        if (received.filter(instruction::equals).isPresent()) {
            standing = instruction;
            stoodUnder.add(instruction);
            received = Optional.empty();
        }
        return standing.equals(instruction);
    }

    private static Outcome accepted() {
        return new Outcome.Accepted(StateChange.none(), Optional.empty());
    }

    private static Outcome refusal() {
        return new Outcome.Rejected(FaultCode.DEVICE_OFFLINE, "The vendor refuses.");
    }

    private static Outcome unknown() {
        return new Outcome.Unknown(FaultCode.TIMEOUT, "No answer came.", StateChange.none());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        throw new UnsupportedOperationException("settings are not the engine's business");
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        if (confused) {
            throw new IllegalStateException("what is this?");
        }
        return reading.standing()
                .map(seen -> seen.equals(instruction) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD)
                .orElse(Verdict.CANNOT_TELL);
    }
}
