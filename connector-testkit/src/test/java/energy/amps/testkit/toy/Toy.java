package energy.amps.testkit.toy;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Account;
import energy.amps.connector.Attempt;
import energy.amps.connector.Budget;
import energy.amps.connector.Challenge;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.Evidence;
import energy.amps.connector.LinkFault;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Linking;
import energy.amps.connector.Metered;
import energy.amps.connector.NativeCall;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Secret;
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
import energy.amps.testkit.toy.ToyVendor.Trouble;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The connector of {@link ToyVendor}, right in all that the kit looks at; what is broken is built from it. */
public class Toy implements Connector, Linking, Metered {
    public static final ConnectorState FRESH = new ConnectorState(1, "sent=0");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Capabilities CAPABILITIES = declared(100);

    protected final ToyVendor vendor;

    public Toy(ToyVendor vendor) {
        this.vendor = vendor;
    }

    /** What it declares, with {@code most} as the highest target. */
    protected static Capabilities declared(int most) {
        EnumSet<Execution> shapes = EnumSet.allOf(Execution.class);
        CommandCapability flow = new CommandCapability(
                Map.of(
                        Parameter.TARGET, ParameterCapability.of(Unit.PERCENT, 10, most),
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
                Map.of(
                        Setting.DISCHARGE_FLOOR,
                        percent,
                        Setting.CHARGE_CEILING,
                        percent,
                        Setting.SCHEDULER_ENABLED,
                        new SettingCapability.ReadOnlyFlag()),
                EnumSet.allOf(ConflictStrategy.class));
    }

    public static DiscoveredDevice found(String name) {
        return new DiscoveredDevice(name, "Toy " + name, Family.BATTERY, FRESH);
    }

    @Override
    public ConnectorProfile profile() {
        return new ConnectorProfile(
                "toy", Set.of(Family.BATTERY), ConnectorProfile.Retrieval.LIVE, PATIENCE, Duration.ofSeconds(3));
    }

    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return List.of(found("a"), found("b"));
    }

    @Override
    public Set<CredentialForm> forms() {
        return Set.of(CredentialForm.API_KEY);
    }

    @Override
    public LinkOutcome authenticate(Credentials credentials, Instant now) {
        return credentials instanceof Credentials.ApiKey(Secret key)
                        && key.reveal().equals(ToyVendor.KEY)
                ? new LinkOutcome.Authenticated(new Account("toy-1", "", Optional.of(key)))
                : new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS);
    }

    @Override
    public LinkOutcome answer(Challenge challenge, Secret code, Instant now) {
        return new LinkOutcome.Rejected(LinkFault.INVALID_MFA_CODE);
    }

    @Override
    public Discovery discover(Account account, Instant now) {
        return new Discovery.Found(discover(now));
    }

    @Override
    public List<Budget> budgets(LinkedDevice device) {
        return List.of(new Budget("day", "toy-1", 1000, Duration.ofDays(1), Budget.Renewal.FIXED, 100));
    }

    @Override
    public int calls(Operation operation, LinkedDevice device) {
        return operation == Operation.APPLY ? 2 : 1;
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        sent(device.state());
        return CAPABILITIES;
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        sent(device.state());
        try {
            return reading(device.now(), parse(vendor.get(key(device), name(device))));
        } catch (Trouble trouble) {
            FaultCode code = code(trouble);
            return new ReadOutcome.Unreadable(code, sentence(code));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ReadOutcome.Unreadable(FaultCode.TIMEOUT, sentence(FaultCode.TIMEOUT));
        }
    }

    protected static ReadOutcome reading(Instant at, Map<String, String> shown) {
        if (!shown.containsKey("instruction")) {
            return new ReadOutcome.Unreadable(FaultCode.UNKNOWN_ERROR, sentence(FaultCode.UNKNOWN_ERROR));
        }
        Instruction standing = instruction(shown.get("instruction"));
        Map<Setting, SettingValue> settings = new EnumMap<>(Setting.class);
        shown.forEach((name, value) -> {
            if (name.startsWith("set.")) {
                settings.put(
                        Setting.of(name.substring("set.".length())).orElseThrow(),
                        new SettingValue.Numeric(new BigDecimal(value)));
            }
        });
        settings.put(Setting.SCHEDULER_ENABLED, new SettingValue.Flag(Boolean.parseBoolean(shown.get("scheduler"))));
        return new ReadOutcome.Reading(
                at,
                new BatteryState(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(standing.command())),
                settings,
                Optional.of(standing));
    }

    /** Looks whether the scheduler is in the way, and writes. */
    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        try {
            boolean scheduler = Boolean.parseBoolean(
                    parse(vendor.get(key(device), name(device))).getOrDefault("scheduler", "false"));
            if (scheduler && !attempt.clearScheduler()) {
                return rejected(FaultCode.SCHEDULER_ACTIVE);
            }
            return answer(vendor.put(
                    key(device), name(device), text(instruction), attempt.until(), attempt.clearScheduler()));
        } catch (Trouble trouble) {
            FaultCode code = code(trouble);
            return isLost(trouble) ? unknown(code) : rejected(code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown(FaultCode.TIMEOUT);
        }
    }

    protected Outcome answer(String answer) {
        return answer.equals("ok")
                ? new Outcome.Accepted(Toy::sentOnce, Optional.empty())
                : unknown(FaultCode.UNKNOWN_ERROR);
    }

    protected static Outcome rejected(FaultCode code) {
        return new Outcome.Rejected(code, sentence(code));
    }

    protected static Outcome unknown(FaultCode code) {
        return new Outcome.Unknown(code, sentence(code), StateChange.none());
    }

    protected static ConnectorState sentOnce(ConnectorState state) {
        return new ConnectorState(1, "sent=" + (sent(state) + 1));
    }

    private static long sent(ConnectorState state) {
        if (state.version() != 1) {
            throw new IllegalArgumentException("a state of version " + state.version());
        }
        return Long.parseLong(state.text().substring("sent=".length()));
    }

    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return new Outcome.Accepted(StateChange.none(), Optional.empty());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        Map<String, BigDecimal> values = new HashMap<>();
        settings.forEach((setting, quantity) -> values.put(setting.wire(), quantity.value()));
        try {
            return vendor.set(key(device), name(device), values).equals("ok")
                    ? new SettingsOutcome.Written(StateChange.none())
                    : SettingsOutcome.Partial.unknown(settings.keySet());
        } catch (Trouble trouble) {
            FaultCode code = code(trouble);
            return isLost(trouble)
                    ? SettingsOutcome.Partial.unknown(settings.keySet())
                    : new SettingsOutcome.Refused(code, sentence(code));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SettingsOutcome.Partial.unknown(settings.keySet());
        }
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing().equals(Optional.of(instruction)) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
    }

    @Override
    public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        Instruction standing = reading.standing().orElseThrow();
        return List.of(
                new Evidence(
                        "currentMode",
                        instruction.command().wire(),
                        standing.command().wire()),
                new Evidence("parameters", text(instruction), text(standing)));
    }

    @Override
    public List<NativeCall> plan(LinkedDevice device, Instruction instruction) {
        return List.of(new NativeCall("get", "the scheduler"), new NativeCall("put", text(instruction)));
    }

    @Override
    public Optional<Duration> renewal(LinkedDevice device, Instruction instruction) {
        return Optional.of(Duration.ofMinutes(5));
    }

    protected static String key(LinkedDevice device) {
        return device.account().flatMap(Account::material).map(Secret::reveal).orElse("");
    }

    protected static String name(LinkedDevice device) {
        return device.model().substring("Toy ".length());
    }

    protected static Map<String, String> parse(String text) {
        Map<String, String> values = new HashMap<>();
        text.lines().filter(line -> line.contains("=")).forEach(line -> {
            String[] parts = line.split("=", 2);
            values.put(parts[0], parts[1]);
        });
        return values;
    }

    protected static String text(Instruction instruction) {
        StringBuilder text = new StringBuilder(instruction.command().wire());
        new TreeMap<>(instruction.parameters()).forEach((parameter, quantity) -> text.append(' ')
                .append(parameter.wire())
                .append(':')
                .append(quantity.value().stripTrailingZeros().toPlainString()));
        return text.toString();
    }

    private static Instruction instruction(String text) {
        String[] words = text.split(" ", -1);
        Map<Parameter, Quantity> parameters = new EnumMap<>(Parameter.class);
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].split(":", 2);
            Parameter parameter = Parameter.of(parts[0]).orElseThrow();
            parameters.put(
                    parameter,
                    new Quantity(new BigDecimal(parts[1]), parameter == Parameter.POWER ? Unit.KW : Unit.PERCENT));
        }
        return new Instruction(Command.of(words[0]).orElseThrow(), parameters);
    }

    protected static boolean isLost(Trouble trouble) {
        return trouble.getMessage().equals("timeout");
    }

    protected static FaultCode code(Trouble trouble) {
        return switch (trouble.getMessage()) {
            case "E401" -> FaultCode.INVALID_CREDENTIALS;
            case "E404" -> FaultCode.DEVICE_OFFLINE;
            case "E423" -> FaultCode.SCHEDULER_ACTIVE;
            case "E429" -> FaultCode.RATE_LIMITED;
            case "E503" -> FaultCode.SERVICE_UNAVAILABLE;
            case "timeout" -> FaultCode.TIMEOUT;
            default -> FaultCode.UNKNOWN_ERROR;
        };
    }

    protected static String sentence(FaultCode code) {
        return "The toy failed: " + code + ".";
    }
}
