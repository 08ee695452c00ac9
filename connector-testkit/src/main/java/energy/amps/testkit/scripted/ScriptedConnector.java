package energy.amps.testkit.scripted;

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
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.device.SettingCapability;
import energy.amps.device.SettingValue;
import energy.amps.fault.FaultCode;
import energy.amps.testkit.scripted.VendorClient.Reply;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Batteries of the scripted vendor. It remembers nothing: what a device was told is the vendor's to know. */
final class ScriptedConnector implements Connector {
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    static final Duration SETTLE_TIME = Duration.ofMillis(500);

    private static final ConnectorProfile PROFILE = new ConnectorProfile(
            "scripted", Set.of(Family.BATTERY), ConnectorProfile.Retrieval.LIVE, CALL_TIMEOUT, SETTLE_TIME);
    private static final String SETTING = "setting.";
    private static final Capabilities CAPABILITIES = declared();

    private final VendorClient vendor;

    ScriptedConnector(VendorClient vendor) {
        this.vendor = vendor;
    }

    private static Capabilities declared() {
        EnumSet<Execution> shapes = EnumSet.allOf(Execution.class);
        CommandCapability flow = new CommandCapability(
                Map.of(
                        Parameter.TARGET, ParameterCapability.of(Unit.PERCENT, 0, 100),
                        Parameter.POWER, ParameterCapability.of(Unit.KW, 0, 5)),
                shapes);
        CommandCapability plain = new CommandCapability(Map.of(), shapes);
        SettingCapability percent =
                new SettingCapability.Writable(Unit.PERCENT, BigDecimal.ZERO, Optional.of(BigDecimal.valueOf(100)));
        return new Capabilities(
                true,
                Map.of(
                        Command.CHARGE, flow,
                        Command.DISCHARGE, flow,
                        Command.IDLE, plain,
                        Command.AUTO_BALANCED, plain),
                Map.of(Setting.DISCHARGE_FLOOR, percent, Setting.CHARGE_CEILING, percent),
                EnumSet.allOf(ConflictStrategy.class));
    }

    @Override
    public ConnectorProfile profile() {
        return PROFILE;
    }

    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return List.of(new DiscoveredDevice("1", "Scripted Battery", Family.BATTERY, new ConnectorState(1, "{}")));
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        return CAPABILITIES;
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        return switch (vendor.get(path(device))) {
            case Reply.Ok(var body) -> reading(device.now(), body);
            case Reply.No(var code) -> new ReadOutcome.Unreadable(code, "The vendor does not show the device.");
            case Reply.Nothing(var code, var message) -> new ReadOutcome.Unreadable(code, message);
        };
    }

    private static ReadOutcome reading(Instant at, Map<String, String> body) {
        Instruction standing = Instructions.read(body.getOrDefault("instruction", ""));
        Map<Setting, SettingValue> settings = new EnumMap<>(Setting.class);
        body.forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                settings.put(
                        Setting.of(name.substring(SETTING.length())).orElseThrow(),
                        new SettingValue.Numeric(new BigDecimal(value)));
            }
        });
        BatteryState state = new BatteryState(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(standing.command()));
        return new ReadOutcome.Reading(at, state, settings, Optional.of(standing));
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("id", attempt.id());
        body.put("instruction", Instructions.write(instruction));
        return switch (vendor.post(path(device) + "/write", body)) {
            case Reply.Ok ok -> new Outcome.Accepted(StateChange.none(), Optional.empty());
            case Reply.No(var code) -> new Outcome.Rejected(code, "The vendor refused the command.");
            case Reply.Nothing(var code, var message) -> new Outcome.Unknown(code, message, StateChange.none());
        };
    }

    /** Never needed: this vendor answers whole or not at all. Should it be asked, it says what became of the write. */
    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return vendor.get("/writes/" + attempt.id()) instanceof Reply.Ok(var body)
                        && Boolean.parseBoolean(body.get("applied"))
                ? new Outcome.Accepted(StateChange.none(), Optional.empty())
                : new Outcome.Unknown(
                        FaultCode.UNKNOWN_ERROR, "The vendor does not know the command.", StateChange.none());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        Map<String, String> body = new LinkedHashMap<>();
        settings.forEach((setting, quantity) ->
                body.put(SETTING + setting.wire(), quantity.value().toPlainString()));
        return switch (vendor.post(path(device) + "/settings", body)) {
            case Reply.Ok ok -> new SettingsOutcome.Written(StateChange.none());
            case Reply.No(var code) -> new SettingsOutcome.Refused(code, "The vendor refused the settings.");
            case Reply.Nothing nothing -> SettingsOutcome.Partial.unknown(settings.keySet());
        };
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing()
                .map(standing -> standing.equals(instruction) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD)
                .orElse(Verdict.CANNOT_TELL);
    }

    @Override
    public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing()
                .map(standing -> List.of(
                        new Evidence(
                                "currentMode",
                                instruction.command().wire(),
                                standing.command().wire()),
                        new Evidence("instruction", Instructions.write(instruction), Instructions.write(standing))))
                .orElse(List.of());
    }

    private static String path(LinkedDevice device) {
        return "/devices/" + device.id().value();
    }
}
