package energy.amps.connector.ocpp;

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
import energy.amps.connector.DialedSession;
import energy.amps.connector.DialsIn;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Evidence;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.NativeCall;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Station;
import energy.amps.connector.Switchboard;
import energy.amps.connector.Verdict;
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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** EV chargers that dial in. Thread-safe. */
final class OcppConnector implements Connector, DialsIn {
    static final String VENDOR = "ocpp";

    /** How long one operation may take; a few CALLs. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

    /** A meter speaks every {@link Dialect#SAMPLE_SECONDS}; until then a reading shows the power of before. */
    static final Duration SETTLE_TIME = Duration.ofSeconds(45);

    /** Least power that is worth a limit: 6 A on one phase is the least that a vehicle can be told (IEC 61851-1). */
    static final BigDecimal LEAST_KW = new BigDecimal("1.4");

    /** Contract section 7. */
    static final BigDecimal MOST_KW = new BigDecimal("50");

    private static final ConnectorProfile PROFILE = new ConnectorProfile(
            VENDOR, Set.of(Family.EV_CHARGER), ConnectorProfile.Retrieval.LIVE, CALL_TIMEOUT, SETTLE_TIME);

    private static final Capabilities CAPABILITIES = new Capabilities(
            true,
            Map.of(
                    Command.CHARGE,
                    new CommandCapability(
                            Map.of(Parameter.POWER, new ParameterCapability(Unit.KW, LEAST_KW, MOST_KW)),
                            EnumSet.allOf(Execution.class)),
                    Command.IDLE,
                    new CommandCapability(Map.of(), EnumSet.allOf(Execution.class))),
            Map.of(
                    Setting.MAX_CHARGE_RATE,
                    new SettingCapability.Writable(Unit.KW, BigDecimal.ZERO, Optional.of(MOST_KW))),
            EnumSet.allOf(ConflictStrategy.class));

    private final Map<OcppVersion, Dialect> dialects = new EnumMap<>(
            Map.of(OcppVersion.V1_6, new ChargePointDialect(), OcppVersion.V2_0_1, new ChargingStationDialect()));
    private final Map<OcppVersion, Schemas> schemas = new EnumMap<>(Map.of(
            OcppVersion.V1_6, new Schemas(OcppVersion.V1_6), OcppVersion.V2_0_1, new Schemas(OcppVersion.V2_0_1)));
    private final Duration patience;
    private volatile Switchboard switchboard = device -> Optional.empty();

    /** @param patience how long a charge point may take to answer */
    OcppConnector(Duration patience) {
        this.patience = patience;
    }

    @Override
    public ConnectorProfile profile() {
        return PROFILE;
    }

    @Override
    public List<String> subprotocols() {
        return Arrays.stream(OcppVersion.values()).map(OcppVersion::subprotocol).toList();
    }

    @Override
    public DiscoveredDevice expected(String externalId) {
        return new DiscoveredDevice(externalId, "OCPP charger", Family.EV_CHARGER, Memory.BLANK.state());
    }

    @Override
    public void reachThrough(Switchboard board) {
        switchboard = board;
    }

    @Override
    public DialedSession open(Station station, String subprotocol) {
        OcppVersion version = OcppVersion.of(subprotocol).orElseThrow();
        Session session = new Session(station, dialect(version), of(schemas, version), patience);
        session.opened();
        return session;
    }

    private Dialect dialect(OcppVersion version) {
        return of(dialects, version);
    }

    private static <T> T of(Map<OcppVersion, T> map, OcppVersion version) {
        return Optional.ofNullable(map.get(version)).orElseThrow();
    }

    /** None: charge points are expected one by one. */
    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return List.of();
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        return CAPABILITIES;
    }

    /** What it reported: as long as it is connected, that is how it is now. */
    @Override
    public ReadOutcome read(LinkedDevice device) {
        if (switchboard.line(device.id()).isEmpty()) {
            return new ReadOutcome.Unreadable(FaultCode.DEVICE_OFFLINE, "The charger is not connected.");
        }
        return Readings.of(Memory.of(device.state()), device.now())
                .<ReadOutcome>map(reading -> reading)
                .orElseGet(() -> new ReadOutcome.Unreadable(
                        FaultCode.SERVICE_UNAVAILABLE, "The charger has not yet said what its outlet does."));
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return switch (ask(device.id(), Question.of(instruction))) {
            case Enforcement.Result.Stands stands -> new Outcome.Accepted(StateChange.none(), Optional.empty());
            case Enforcement.Result.Refused(FaultCode code, String message) -> new Outcome.Rejected(code, message);
            case Enforcement.Result.Lost lost ->
                new Outcome.Unknown(FaultCode.TIMEOUT, "The charger did not answer.", StateChange.none());
            case Enforcement.Result.NotSent notSent ->
                new Outcome.Rejected(FaultCode.DEVICE_OFFLINE, "The charger is not connected.");
        };
    }

    private Enforcement.Result ask(DeviceId device, Question question) {
        Optional<Switchboard.Line> line = switchboard.line(device);
        if (line.isEmpty()) {
            return new Enforcement.Result.NotSent();
        }
        return switch (line.get().ask(question.text())) {
            case Switchboard.Reply.Answered(String text) -> Question.readAnswer(text);
            case Switchboard.Reply.NotSent notSent -> new Enforcement.Result.NotSent();
            case Switchboard.Reply.Unanswered unanswered -> new Enforcement.Result.Lost();
        };
    }

    /** Never called: an accepted instruction has no second answer. */
    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return new Outcome.Accepted(StateChange.none(), Optional.empty());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        Quantity most =
                Optional.ofNullable(settings.get(Setting.MAX_CHARGE_RATE)).orElseThrow();
        return switch (ask(device.id(), new Question.AtMost(Question.kilowatts(most)))) {
            case Enforcement.Result.Stands stands -> new SettingsOutcome.Written(StateChange.none());
            case Enforcement.Result.Refused(FaultCode code, String message) ->
                new SettingsOutcome.Refused(code, message);
            case Enforcement.Result.Lost lost -> SettingsOutcome.Partial.unknown(settings.keySet());
            case Enforcement.Result.NotSent notSent ->
                new SettingsOutcome.Refused(FaultCode.DEVICE_OFFLINE, "The charger is not connected.");
        };
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return Readings.verdict(Memory.of(device.state()), instruction, reading);
    }

    @Override
    public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return Readings.evidence(instruction, reading);
    }

    /** As long as the charge point takes everything. */
    @Override
    public List<NativeCall> plan(LinkedDevice device, Instruction instruction) {
        Memory memory = Memory.of(device.state());
        Plan plan = new Plan(dialect(memory.version().orElse(OcppVersion.V1_6)));
        new Enforcement(
                        plan.dialect(),
                        plan::call,
                        memory.with(Question.of(instruction).on(memory.wish())))
                .everything();
        return plan.calls();
    }
}
