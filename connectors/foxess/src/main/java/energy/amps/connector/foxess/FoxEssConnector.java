package energy.amps.connector.foxess;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Account;
import energy.amps.connector.Attempt;
import energy.amps.connector.Budget;
import energy.amps.connector.Challenge;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
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
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The SPI, handed on to who does it. */
final class FoxEssConnector implements Connector, Linking, Metered {
    /** A write is in the inverter within seconds; its logger talks to the cloud in turns. */
    static final Duration SETTLE_TIME = Duration.ofSeconds(30);

    private final ConnectorProfile profile;
    private final Enrolment enrolment;
    private final Reader reader;
    private final Commander commander;
    private final SettingsWriter settingsWriter;

    private FoxEssConnector(Transport transport, Duration timeout) {
        Door door = new Door(transport);
        this.profile = new ConnectorProfile(
                "foxess", Set.of(Family.BATTERY), ConnectorProfile.Retrieval.LIVE, timeout, SETTLE_TIME);
        this.enrolment = new Enrolment(transport);
        this.reader = new Reader(door);
        this.commander = new Commander(door);
        this.settingsWriter = new SettingsWriter(door);
    }

    static FoxEssConnector open(URI url, Duration timeout, Pacing pacing) {
        return new FoxEssConnector(new Transport(url, timeout, pacing), timeout);
    }

    @Override
    public ConnectorProfile profile() {
        return profile;
    }

    /** Every device belongs to an account. */
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
        return enrolment.authenticate(credentials, now);
    }

    /** The vendor asks nothing more of who has a key. */
    @Override
    public LinkOutcome answer(Challenge challenge, Secret code, Instant now) {
        return new LinkOutcome.Rejected(LinkFault.INVALID_MFA_CODE);
    }

    @Override
    public Discovery discover(Account account, Instant now) {
        return enrolment.discover(account, now);
    }

    /** What the device is may have changed with its firmware; what was written to it is still there. */
    @Override
    public StateChange renewal(DiscoveredDevice found, Instant now) {
        Memory asked = MemoryCodec.read(found.initialState());
        return current -> MemoryCodec.write(MemoryCodec.read(current).known(asked.traits()));
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        return Offer.of(MemoryCodec.read(device.state()).traits());
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        return reader.read(device);
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return commander.apply(device, instruction, attempt);
    }

    /** The vendor answers at once or never: there is nothing to ask after. */
    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return new Outcome.Unknown(FaultCode.UNKNOWN_ERROR, Sentences.of(FaultCode.UNKNOWN_ERROR), StateChange.none());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        return settingsWriter.configure(device, settings);
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return new Verification(device, instruction, reading).verdict();
    }

    @Override
    public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return new Verification(device, instruction, reading).evidence();
    }

    @Override
    public List<NativeCall> plan(LinkedDevice device, Instruction instruction) {
        return Plan.of(device, instruction);
    }

    @Override
    public List<Budget> budgets(LinkedDevice device) {
        return Quota.of(device);
    }

    @Override
    public int calls(Operation operation, LinkedDevice device) {
        return Quota.calls(operation, device);
    }
}
