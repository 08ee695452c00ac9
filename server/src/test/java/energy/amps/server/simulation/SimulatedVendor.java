package energy.amps.server.simulation;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
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
import energy.amps.device.CommandCapability;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.device.SettingCapability;
import energy.amps.fault.FaultCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A vendor that misbehaves by chance, in the world's true time. What it promises it keeps: a write comes to hold within the
 * call's time-out or never, unless it said that it will answer later; a reading shows nothing older than the settle time.
 */
final class SimulatedVendor implements Connector {
    static final String NAME = "simulated";
    static final Instruction NATIVE = Instruction.of(Command.AUTO_BALANCED);
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    static final Duration SETTLE_TIME = Duration.ofSeconds(10);

    private static final ConnectorProfile PROFILE = new ConnectorProfile(
            NAME, Set.of(Family.BATTERY), ConnectorProfile.Retrieval.PROJECTION, CALL_TIMEOUT, SETTLE_TIME);
    private static final Duration MOST_TRANSIT = Duration.ofSeconds(8);
    private static final Capabilities CAPABILITIES = capabilities();

    private final World world;
    private final Auditor log;
    private final Map<DeviceId, Hardware> devices = new HashMap<>();

    SimulatedVendor(World world) {
        this.world = world;
        this.log = new Auditor(world, this);
    }

    /** Who judges what it gets. */
    Auditor auditor() {
        return log;
    }

    private enum Fate {
        ACCEPTS,
        REJECTS,
        ACCEPTS_LATER,
        SUBMITS,
        APPLIES_AND_SAYS_NOTHING,
        LOSES,
        APPLIES_LATE_AND_SAYS_NOTHING,
        TELLS_LIES,
        THROWS
    }

    /** The device itself, as it truly stands. */
    Instruction standing(DeviceId device) {
        return of(device).at(world.now());
    }

    Hardware of(DeviceId device) {
        return devices.computeIfAbsent(device, key -> new Hardware(NATIVE));
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
        return CAPABILITIES;
    }

    private static Capabilities capabilities() {
        CommandCapability any = new CommandCapability(
                Map.of(Parameter.POWER, ParameterCapability.of(Unit.KW, 0, 1000)), EnumSet.allOf(Execution.class));
        return new Capabilities(
                true,
                Map.of(Command.CHARGE, any, Command.DISCHARGE, any),
                Map.of(
                        Setting.DISCHARGE_FLOOR,
                        new SettingCapability.Writable(
                                Unit.PERCENT, BigDecimal.ZERO, Optional.of(BigDecimal.valueOf(100)))),
                EnumSet.allOf(ConflictStrategy.class));
    }

    private boolean isLook() {
        return Fiber.current().filter(f -> f.name.startsWith("effect")).isPresent();
    }

    /** What a look gives may be late, old by less than the settle time, or nothing; what the API shows is the truth. */
    @Override
    public ReadOutcome read(LinkedDevice device) {
        if (!isLook()) {
            return reading(device, standing(device.id()));
        }
        Fiber.park("a reading is on its way", world.now().plus(world.upTo(Duration.ofSeconds(2))));
        if (world.weather.vendorMisbehaves()) {
            world.trace("the vendor cannot read " + device.id().value());
            return new ReadOutcome.Unreadable(FaultCode.NETWORK_ERROR, "The device cannot be seen.");
        }
        Instant shows = world.weather.vendorMisbehaves()
                ? world.now().minus(world.upTo(SETTLE_TIME.minusMillis(1500)))
                : world.now();
        Instruction shown = of(device.id()).at(shows);
        world.trace("a reading shows " + device.id().value() + " under " + text(shown));
        log.read(device.id(), shown);
        Fiber.park("a reading comes back", world.now().plus(world.upTo(Duration.ofSeconds(2))));
        return reading(device, shown);
    }

    private static ReadOutcome reading(LinkedDevice device, Instruction shown) {
        BatteryState state = new BatteryState(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(shown.command()));
        return new ReadOutcome.Reading(device.now(), state, Map.of(), Optional.of(shown));
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        Instant begun = world.now();
        log.calls(device.id());
        Fiber.park("a write is on its way", begun.plus(transit()));
        Hardware hardware = of(device.id());
        Fate fate = fate();
        log.write(device.id(), instruction, attempt, begun);
        world.trace("the vendor gets " + text(instruction) + " for "
                + device.id().value() + " (" + attempt.purpose() + " " + attempt.number() + ") and " + fate);
        hardware.receive(instruction, world.now());
        Instant now = world.now();
        Outcome outcome =
                switch (fate) {
                    case ACCEPTS -> hold(device.id(), now);
                    case REJECTS -> {
                        hardware.refuse();
                        log.rejected(instruction);
                        yield refusal();
                    }
                    case ACCEPTS_LATER -> {
                        hardware.decide(decidedAt(now), world.chance(0.8));
                        log.accepted(instruction);
                        yield new Outcome.Accepted(StateChange.none(), Optional.of(Duration.ofSeconds(3)));
                    }
                    case SUBMITS -> {
                        hardware.decide(decidedAt(now), world.chance(0.7));
                        yield new Outcome.Submitted(StateChange.none(), Duration.ofSeconds(2));
                    }
                    case APPLIES_AND_SAYS_NOTHING -> {
                        hold(device.id(), now);
                        yield nothing();
                    }
                    case LOSES -> {
                        hardware.forget();
                        yield nothing();
                    }
                    case APPLIES_LATE_AND_SAYS_NOTHING -> {
                        hardware.apply(decidedAt(now));
                        yield nothing();
                    }
                    case TELLS_LIES -> {
                        hardware.forget();
                        log.lie(device.id(), instruction);
                        yield new Outcome.Accepted(StateChange.none(), Optional.empty());
                    }
                    case THROWS -> {
                        hardware.forget();
                        yield null;
                    }
                };
        Fiber.park("an answer is on its way", world.now().plus(transit()));
        if (outcome == null) {
            throw new IllegalStateException("the vendor's answer made no sense");
        }
        return outcome;
    }

    /** Within the call's time-out, however long the write was under way. */
    private Instant decidedAt(Instant now) {
        return now.plus(world.upTo(CALL_TIMEOUT.minus(MOST_TRANSIT).minusSeconds(2)));
    }

    private Duration transit() {
        return world.upTo(world.weather.vendorMisbehaves() ? MOST_TRANSIT : Duration.ofSeconds(1));
    }

    private Fate fate() {
        if (!world.weather.vendorMisbehaves()) {
            return world.weather.isCalm()
                    ? Fate.ACCEPTS
                    : world.oneOf(List.of(Fate.ACCEPTS, Fate.ACCEPTS, Fate.ACCEPTS_LATER));
        }
        return world.oneOf(List.of(Fate.values()));
    }

    private Outcome hold(DeviceId device, Instant now) {
        of(device).apply(now);
        return new Outcome.Accepted(StateChange.none(), Optional.empty());
    }

    private static Outcome refusal() {
        return new Outcome.Rejected(FaultCode.DEVICE_OFFLINE, "The vendor refuses.");
    }

    private static Outcome nothing() {
        return new Outcome.Unknown(FaultCode.TIMEOUT, "No answer came.", StateChange.none());
    }

    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        Fiber.park("a question is on its way", world.now().plus(transit()));
        Hardware hardware = of(device.id());
        Outcome outcome = world.weather.vendorMisbehaves() ? nothing() : answer(hardware, instruction);
        world.trace("asked after " + text(instruction) + " for " + device.id().value() + ", the vendor says "
                + outcome.getClass().getSimpleName());
        Fiber.park("an answer is on its way", world.now().plus(transit()));
        return outcome;
    }

    private Outcome answer(Hardware hardware, Instruction instruction) {
        return switch (hardware.about(instruction, world.now())) {
            case HOLDS -> new Outcome.Accepted(StateChange.none(), Optional.empty());
            case REFUSED -> {
                log.rejected(instruction);
                yield refusal();
            }
            case PENDING ->
                log.isAccepted(instruction)
                        ? new Outcome.Accepted(StateChange.none(), Optional.of(Duration.ofSeconds(5)))
                        : new Outcome.Submitted(StateChange.none(), Duration.ofSeconds(5));
            case UNHEARD_OF -> nothing();
        };
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        Fiber.park("settings are on their way", world.now().plus(transit()));
        return world.weather.vendorMisbehaves()
                ? new SettingsOutcome.Refused(FaultCode.SERVICE_UNAVAILABLE, "The vendor is away.")
                : new SettingsOutcome.Written(StateChange.none());
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing().filter(instruction::equals).isPresent() ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
    }

    static String text(Instruction instruction) {
        Quantity power = instruction.parameters().get(Parameter.POWER);
        return instruction.command().wire() + (power == null ? "" : " " + power);
    }
}
