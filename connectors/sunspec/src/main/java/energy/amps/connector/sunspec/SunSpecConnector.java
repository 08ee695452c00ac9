package energy.amps.connector.sunspec;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Account;
import energy.amps.connector.Attempt;
import energy.amps.connector.Challenge;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.Evidence;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Linking;
import energy.amps.connector.NativeCall;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Secret;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Inverters and batteries on the operator's own network: each call is a talk with the device itself. */
final class SunSpecConnector implements Connector, Linking {

    /** Longer than a call waits for the line and talks, so that a talk ends by itself. */
    static final Duration CALL_LIMIT = Duration.ofSeconds(18);

    /** Registers tell the new at once; the power needs a moment to follow. */
    static final Duration SETTLES = Duration.ofSeconds(5);

    /** How often a command is said again: a device that restarted has forgotten it, and a target is met in between. */
    static final Duration RENEWAL = Duration.ofMinutes(1);

    private static final ConnectorProfile PROFILE = new ConnectorProfile(
            "sunspec",
            Set.of(Family.SOLAR_INVERTER, Family.BATTERY),
            ConnectorProfile.Retrieval.LIVE,
            CALL_LIMIT,
            SETTLES);

    private final Lines lines;
    private final Installations installations;
    private final Teller teller;

    SunSpecConnector(Lines lines) {
        this.lines = lines;
        this.installations = new Installations(lines);
        this.teller = new Teller(lines);
    }

    @Override
    public ConnectorProfile profile() {
        return PROFILE;
    }

    /** There is no account that everybody has. */
    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return List.of();
    }

    @Override
    public Set<CredentialForm> forms() {
        return Set.of(CredentialForm.API_KEY);
    }

    @Override
    public LinkOutcome authenticate(Credentials credentials, Instant now) {
        return installations.open(credentials);
    }

    @Override
    public LinkOutcome answer(Challenge challenge, Secret code, Instant now) {
        throw new IllegalArgumentException("no device of this kind asks for a second factor");
    }

    @Override
    public Discovery discover(Account account, Instant now) {
        return installations.devices(account);
    }

    /** It may stand at another address by now, or have more models; what it was told is still owed. */
    @Override
    public StateChange renewal(DiscoveredDevice found, Instant now) {
        Memory again = Memory.of(found.initialState());
        return current -> Memory.of(current).foundAgain(again).state();
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        return device.family() == Family.BATTERY
                ? Abilities.of(memory(device).ratings())
                : Capabilities.readOnly(Map.of());
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        Memory memory = memory(device);
        try {
            return lines.talk(memory.address(), connection -> {
                Plant plant = new Plant(connection, memory.layout());
                return device.family() == Family.BATTERY
                        ? BatteryLook.at(plant).reading(memory, device.now())
                        : InverterLook.at(plant).reading(device.now());
            });
        } catch (ModbusException e) {
            return new ReadOutcome.Unreadable(e.code(), e.sentence());
        }
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return teller.tell(device, instruction, attempt);
    }

    /** Never asked: a write is taken or not. */
    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return new Outcome.Accepted(StateChange.none(), Optional.empty());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        return teller.configure(device, settings);
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return new Judge(memory(device).ratings(), instruction, reading).verdict();
    }

    @Override
    public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return new Judge(memory(device).ratings(), instruction, reading).evidence();
    }

    /** The look that comes first, and the writes. */
    @Override
    public List<NativeCall> plan(LinkedDevice device, Instruction instruction) {
        Memory memory = memory(device);
        List<NativeCall> calls = new ArrayList<>();
        for (int id : BatteryLook.MODELS) {
            memory.layout().find(id).ifPresent(model -> calls.addAll(reads(model)));
        }
        Teller.preview(memory, instruction)
                .all()
                .forEach(write ->
                        calls.add(new NativeCall("Modbus function 16, register " + write.address(), write.what())));
        return List.copyOf(calls);
    }

    private static List<NativeCall> reads(Layout.Model model) {
        List<NativeCall> calls = new ArrayList<>();
        int count = 2 + model.length();
        for (int from = 0; from < count; from += Connection.READ_MOST) {
            calls.add(new NativeCall(
                    "Modbus function 3, register " + (model.address() + from),
                    Math.min(Connection.READ_MOST, count - from) + " registers of model " + model.id()));
        }
        return calls;
    }

    @Override
    public Optional<Duration> renewal(LinkedDevice device, Instruction instruction) {
        Command command = instruction.command();
        return command == Command.CHARGE || command == Command.DISCHARGE || command == Command.IDLE
                ? Optional.of(RENEWAL)
                : Optional.empty();
    }

    private static Memory memory(LinkedDevice device) {
        return Memory.of(device.state());
    }
}
