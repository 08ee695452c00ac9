package org.example.plug;

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
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.EvChargerState;
import energy.amps.device.EvChargerStatus;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.device.Power;
import energy.amps.device.SettingCapability;
import energy.amps.device.SettingValue;
import energy.amps.fault.FaultCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sockets of a hub as EV chargers: {@code charge} switches on, up to {@code power}; {@code idle} switches off; {@code
 * max_charge_rate} is the socket's own maximum.
 */
final class PlugConnector implements Connector, Linking, Metered {
    private static final ConnectorProfile PROFILE = new ConnectorProfile(
            "exampleplug",
            Set.of(Family.EV_CHARGER),
            ConnectorProfile.Retrieval.LIVE,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));
    private static final BigDecimal LEAST_KW = new BigDecimal("0.5");
    private static final int VERSION = 1;

    private final Hub hub;

    PlugConnector(Hub hub) {
        this.hub = hub;
    }

    @Override
    public ConnectorProfile profile() {
        return PROFILE;
    }

    // --- Whose they are ---

    @Override
    public Set<CredentialForm> forms() {
        return Set.of(CredentialForm.API_KEY);
    }

    @Override
    public LinkOutcome authenticate(Credentials credentials, Instant now) {
        Secret token = ((Credentials.ApiKey) credentials).key();
        return switch (hub.ask(token.reveal(), "LIST")) {
            case Hub.Answer.Ok ok ->
                new LinkOutcome.Authenticated(
                        new Account(ok.values().getOrDefault("hub", "hub"), "", Optional.of(token)));
            case Hub.Answer.No(FaultCode code)
            when code == FaultCode.INVALID_CREDENTIALS -> new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS);
            case Hub.Answer.No(FaultCode code) -> new LinkOutcome.Unavailable(code);
            case Hub.Answer.Nothing(FaultCode code) -> new LinkOutcome.Unavailable(code);
        };
    }

    /** Never needed: the hub asks for no second factor. */
    @Override
    public LinkOutcome answer(Challenge challenge, Secret code, Instant now) {
        return new LinkOutcome.Rejected(LinkFault.INVALID_MFA_CODE);
    }

    @Override
    public Discovery discover(Account account, Instant now) {
        return switch (hub.ask(account.material().map(Secret::reveal).orElse(""), "LIST")) {
            case Hub.Answer.Ok(String text) -> new Discovery.Found(devices(text));
            case Hub.Answer.No(FaultCode code) -> new Discovery.Unavailable(code);
            case Hub.Answer.Nothing(FaultCode code) -> new Discovery.Unavailable(code);
        };
    }

    private static List<DiscoveredDevice> devices(String list) {
        List<DiscoveredDevice> devices = new ArrayList<>();
        for (String word : list.split(" ")) {
            String[] parts = word.split(":");
            if (parts.length == 2) {
                // Once known, what it is need not be asked again: it is remembered.
                devices.add(new DiscoveredDevice(
                        parts[0], "Example Plug", Family.EV_CHARGER, new ConnectorState(VERSION, word)));
            }
        }
        return devices;
    }

    /** Without an account there are none. */
    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return List.of();
    }

    // --- What they cost ---

    @Override
    public List<Budget> budgets(LinkedDevice device) {
        String hubId = device.account().map(Account::externalId).orElse("");
        return List.of(new Budget("hour", hubId, 600, Duration.ofHours(1), Budget.Renewal.ROLLING, 60));
    }

    @Override
    public int calls(Operation operation, LinkedDevice device) {
        return 1;
    }

    // --- What they take and show ---

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        BigDecimal most = kilowatts(socket(device).most());
        CommandCapability charge = new CommandCapability(
                Map.of(Parameter.POWER, new ParameterCapability(Unit.KW, LEAST_KW, most)),
                EnumSet.allOf(Execution.class));
        CommandCapability idle = new CommandCapability(Map.of(), EnumSet.allOf(Execution.class));
        return new Capabilities(
                true,
                Map.of(Command.CHARGE, charge, Command.IDLE, idle),
                Map.of(Setting.MAX_CHARGE_RATE, new SettingCapability.Writable(Unit.KW, LEAST_KW, Optional.of(most))),
                EnumSet.allOf(ConflictStrategy.class));
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        return switch (ask(device, "STATE", "")) {
            case Hub.Answer.Ok ok -> reading(device.now(), ok.values());
            case Hub.Answer.No(FaultCode code) -> new ReadOutcome.Unreadable(code, "The hub does not show the socket.");
            case Hub.Answer.Nothing(FaultCode code) -> new ReadOutcome.Unreadable(code, "The hub gave no answer.");
        };
    }

    private static ReadOutcome reading(Instant at, Map<String, String> shown) {
        try {
            boolean on = Integer.parseInt(shown.get("on")) == 1;
            int limit = Integer.parseInt(shown.get("limit"));
            int max = Integer.parseInt(shown.get("max"));
            int watts = Integer.parseInt(shown.get("watts"));
            EvChargerState state = new EvChargerState(
                    Optional.of(watts > 0 ? EvChargerStatus.CHARGING : EvChargerStatus.PAUSED),
                    Optional.empty(),
                    Optional.of(watts > 0),
                    Optional.of(new Power(kilowatts(watts).doubleValue())),
                    Optional.empty(),
                    Optional.of(new Power(
                            kilowatts(limit == 0 ? max : Math.min(limit, max)).doubleValue())),
                    Optional.empty(),
                    Optional.empty());
            return new ReadOutcome.Reading(
                    at,
                    state,
                    Map.of(Setting.MAX_CHARGE_RATE, new SettingValue.Numeric(kilowatts(max))),
                    Optional.of(standing(on, limit)));
        } catch (NumberFormatException e) {
            return new ReadOutcome.Unreadable(FaultCode.UNKNOWN_ERROR, "The hub's answer made no sense.");
        }
    }

    private static Instruction standing(boolean on, int limit) {
        return !on
                ? Instruction.of(Command.IDLE)
                : limit == 0
                        ? Instruction.of(Command.CHARGE)
                        : new Instruction(
                                Command.CHARGE, Map.of(Parameter.POWER, new Quantity(kilowatts(limit), Unit.KW)));
    }

    // --- What they are told ---

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return switch (ask(device, verb(instruction), argument(instruction))) {
            case Hub.Answer.Ok ok -> new Outcome.Accepted(StateChange.none(), Optional.empty());
            case Hub.Answer.No(FaultCode code) -> new Outcome.Rejected(code, "The hub refused the command.");
            case Hub.Answer.Nothing(FaultCode code) ->
                new Outcome.Unknown(code, "The hub gave no answer to the command.", StateChange.none());
        };
    }

    /** Never needed: the hub answers whole or not at all. */
    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return new Outcome.Unknown(FaultCode.UNKNOWN_ERROR, "The hub says nothing more.", StateChange.none());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        int watts = watts(settings.get(Setting.MAX_CHARGE_RATE));
        return switch (ask(device, "MAX", " " + watts)) {
            case Hub.Answer.Ok ok -> new SettingsOutcome.Written(StateChange.none());
            case Hub.Answer.No(FaultCode code) -> new SettingsOutcome.Refused(code, "The hub refused the setting.");
            case Hub.Answer.Nothing nothing -> SettingsOutcome.Partial.unknown(settings.keySet());
        };
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing()
                .map(standing -> told(standing).equals(told(instruction)) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD)
                .orElse(Verdict.CANNOT_TELL);
    }

    @Override
    public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing()
                .map(standing -> List.of(new Evidence("command", told(instruction), told(standing))))
                .orElse(List.of());
    }

    @Override
    public List<NativeCall> plan(LinkedDevice device, Instruction instruction) {
        return List.of(new NativeCall(verb(instruction), socket(device).name() + argument(instruction)));
    }

    private static String verb(Instruction instruction) {
        return instruction.command() == Command.CHARGE ? "ON" : "OFF";
    }

    private static String argument(Instruction instruction) {
        if (instruction.command() != Command.CHARGE) {
            return "";
        }
        Quantity power = instruction.parameters().get(Parameter.POWER);
        return " " + (power == null ? 0 : watts(power));
    }

    private static String told(Instruction instruction) {
        return verb(instruction) + argument(instruction);
    }

    private Hub.Answer ask(LinkedDevice device, String verb, String argument) {
        String token =
                device.account().flatMap(Account::material).map(Secret::reveal).orElse("");
        return hub.ask(token, verb + " " + socket(device).name() + argument);
    }

    // --- What is remembered: the socket's name, and the most watts it gives ---

    private record Socket(String name, int most) {}

    private static Socket socket(LinkedDevice device) {
        if (device.state().version() != VERSION) {
            throw new IllegalArgumentException(
                    "a state of version " + device.state().version());
        }
        String[] parts = device.state().text().split(":");
        return new Socket(parts[0], Integer.parseInt(parts[1]));
    }

    private static BigDecimal kilowatts(int watts) {
        return BigDecimal.valueOf(watts).movePointLeft(3);
    }

    private static int watts(Quantity kilowatts) {
        return kilowatts.value().movePointRight(3).intValue();
    }
}
