package energy.amps.server.testing;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Evidence;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A vendor outside every database: it keeps what each device stands under and a log of all that was sent to it, and a test
 * says what becomes of a write. Safe for any thread.
 */
public final class ScriptedVendor implements Connector {
    /** How long a call may take. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

    /** How long a reading may lag behind. */
    public static final Duration SETTLE_TIME = Duration.ofSeconds(1);

    /**
     * A write as the vendor got it.
     *
     * @param device to which device
     * @param instruction what
     * @param purpose why
     * @param attempt the sending that it belongs to
     */
    public record Sent(DeviceId device, Instruction instruction, Attempt.Purpose purpose, Attempt attempt) {}

    /** What becomes of a write; may block, and may throw. */
    @FunctionalInterface
    public interface Manner extends Function<Sent, Outcome> {}

    private final int devices;
    private final ConnectorProfile.Retrieval retrieval;
    private final Map<DeviceId, Instruction> standing = new ConcurrentHashMap<>();
    private final Queue<Sent> log = new ConcurrentLinkedQueue<>();
    private volatile Manner manner = this::accept;
    private volatile boolean readable = true;
    private volatile Optional<Duration> renewal = Optional.empty();

    /** A vendor whose accounts hold that many devices. */
    public ScriptedVendor(int devices) {
        this(devices, ConnectorProfile.Retrieval.PROJECTION);
    }

    private ScriptedVendor(int devices, ConnectorProfile.Retrieval retrieval) {
        this.devices = devices;
        this.retrieval = retrieval;
    }

    /** The same vendor where each reading is a call, and shows what others have done to the device. */
    public static ScriptedVendor live(int devices) {
        return new ScriptedVendor(devices, ConnectorProfile.Retrieval.LIVE);
    }

    /** Someone else tells a device something: its owner, at the wall. */
    public void tell(DeviceId device, Instruction instruction) {
        standing.put(device, instruction);
    }

    /** From now on writes are treated so. */
    public void treat(Manner manner) {
        this.manner = manner;
    }

    /** Whether readings show anything from now on. */
    public void readable(boolean readable) {
        this.readable = readable;
    }

    /** From now on devices drop what they are told unless they are told again so often. */
    public void renews(Duration interval) {
        renewal = Optional.of(interval);
    }

    /** Everything that was sent, in order of arrival. */
    public List<Sent> log() {
        return List.copyOf(log);
    }

    /** What a device stands under. */
    public Instruction standing(DeviceId device) {
        return standing.getOrDefault(device, Instruction.of(Command.AUTO_BALANCED));
    }

    /** Obeys, and says so. */
    public Outcome accept(Sent sent) {
        standing.put(sent.device(), sent.instruction());
        return new Outcome.Accepted(StateChange.none(), Optional.empty());
    }

    /** Refuses. */
    public static Outcome reject() {
        return new Outcome.Rejected(FaultCode.DEVICE_OFFLINE, "The device does not answer.");
    }

    /** Says nothing of use. */
    public static Outcome unknown() {
        return new Outcome.Unknown(FaultCode.TIMEOUT, "No answer came.", StateChange.none());
    }

    @Override
    public ConnectorProfile profile() {
        return new ConnectorProfile("scripted", Set.of(Family.BATTERY), retrieval, CALL_TIMEOUT, SETTLE_TIME);
    }

    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return IntStream.range(0, devices)
                .mapToObj(i -> new DiscoveredDevice(
                        Integer.toString(i), "Scripted " + i, Family.BATTERY, new ConnectorState(1, "{}")))
                .toList();
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        CommandCapability any = new CommandCapability(Map.of(), EnumSet.allOf(Execution.class));
        return new Capabilities(
                true,
                Map.of(Command.CHARGE, any, Command.DISCHARGE, any, Command.IDLE, any),
                Map.of(),
                EnumSet.allOf(ConflictStrategy.class));
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        if (!readable) {
            return new ReadOutcome.Unreadable(FaultCode.NETWORK_ERROR, "The device cannot be seen.");
        }
        Instruction shown = standing(device.id());
        return new ReadOutcome.Reading(
                device.now(),
                new BatteryState(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(shown.command())),
                Map.of(),
                Optional.of(shown));
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        Sent sent = new Sent(device.id(), instruction, attempt.purpose(), attempt);
        log.add(sent);
        return manner.apply(sent);
    }

    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return unknown();
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        return new SettingsOutcome.Refused(FaultCode.SERVICE_UNAVAILABLE, "This vendor takes no settings.");
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing().filter(instruction::equals).isPresent() ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
    }

    @Override
    public Optional<Duration> renewal(LinkedDevice device, Instruction instruction) {
        return renewal;
    }

    @Override
    public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing()
                .map(shown -> List.of(new Evidence(
                        "currentMode",
                        instruction.command().wire(),
                        shown.command().wire())))
                .orElse(List.of());
    }
}
