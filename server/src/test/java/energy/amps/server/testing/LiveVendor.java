package energy.amps.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Instruction;
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
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Linking;
import energy.amps.connector.Metered;
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
import energy.amps.device.SettingCapability;
import energy.amps.device.SettingValue;
import energy.amps.device.StateOfCharge;
import energy.amps.fault.FaultCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * A live vendor in this JVM, whose accounts are linked by a password and opened by a token: it counts what it is asked, and a
 * test says what comes of each call. User names that begin with {@code mfa} are asked for a code. Safe for any thread.
 */
public final class LiveVendor implements Connector, Linking, Metered {
    public static final String NAME = "livid";
    /** Real time: long enough for whatever a test does while a call is out. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

    public static final Duration SETTLE_TIME = Duration.ofSeconds(1);

    /** What opens every account of it. */
    public final Secret token;

    private final Queue<LinkedDevice> reads = new ConcurrentLinkedQueue<>();
    private final Queue<LinkedDevice> writes = new ConcurrentLinkedQueue<>();
    private volatile double level = 50;
    private volatile List<Budget> budgets = List.of();
    private volatile Function<LinkedDevice, ReadOutcome> reading = this::shown;
    private volatile Function<LinkedDevice, Outcome> manner =
            device -> new Outcome.Accepted(StateChange.none(), Optional.empty());
    private volatile Function<LinkedDevice, SettingsOutcome> configuring =
            device -> new SettingsOutcome.Written(StateChange.none());
    private volatile Instruction standing = Instruction.of(Command.IDLE);

    /** What it allows from now on; a write costs two calls, all else one. */
    public void allow(Budget... allowed) {
        budgets = List.of(allowed);
    }

    @Override
    public List<Budget> budgets(LinkedDevice device) {
        assertThat(device.account()).as("a budget is an account's").isPresent();
        return budgets;
    }

    @Override
    public int calls(Operation operation, LinkedDevice device) {
        return operation == Operation.APPLY ? 2 : 1;
    }

    /** @param token what opens its accounts */
    public LiveVendor(String token) {
        this.token = new Secret(token);
    }

    /** How full its batteries are from now on. */
    public void level(double percent) {
        level = percent;
    }

    /** What reads show from now on; may block, and may throw. */
    public void show(Function<LinkedDevice, ReadOutcome> manner) {
        reading = manner;
    }

    /** Reads fail so from now on. */
    public void fail(FaultCode code) {
        show(device -> new ReadOutcome.Unreadable(code, "It cannot be read."));
    }

    /** What becomes of writes from now on. */
    public void treat(Function<LinkedDevice, Outcome> treatment) {
        manner = treatment;
    }

    /** What becomes of settings from now on. */
    public void set(Function<LinkedDevice, SettingsOutcome> treatment) {
        configuring = treatment;
    }

    /** Somebody else tells its devices something. */
    public void tell(Instruction instruction) {
        standing = instruction;
    }

    /** Devices as they were read. */
    public List<LinkedDevice> reads() {
        return List.copyOf(reads);
    }

    /** Devices as they were written to, settings included. */
    public List<LinkedDevice> writes() {
        return List.copyOf(writes);
    }

    /** What the device does. */
    public ReadOutcome shown(LinkedDevice device) {
        return new ReadOutcome.Reading(
                device.now(),
                new BatteryState(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new StateOfCharge(level)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(standing.command())),
                Map.of(Setting.DISCHARGE_FLOOR, new SettingValue.Numeric(BigDecimal.TEN)),
                Optional.of(standing));
    }

    @Override
    public ConnectorProfile profile() {
        return new ConnectorProfile(
                NAME, Set.of(Family.BATTERY), ConnectorProfile.Retrieval.LIVE, CALL_TIMEOUT, SETTLE_TIME);
    }

    @Override
    public Set<CredentialForm> forms() {
        return Set.of(CredentialForm.USERNAME_PASSWORD);
    }

    @Override
    public LinkOutcome authenticate(Credentials credentials, Instant now) {
        return credentials instanceof Credentials.UsernamePassword(String username, Secret password)
                        && username.startsWith("mfa")
                ? new LinkOutcome.MfaRequired(new Challenge("waiting", Optional.of(token)))
                : new LinkOutcome.Authenticated(account());
    }

    @Override
    public LinkOutcome answer(Challenge challenge, Secret code, Instant now) {
        return challenge.material().filter(token::equals).isPresent()
                ? new LinkOutcome.Authenticated(account())
                : new LinkOutcome.Unavailable(FaultCode.UNKNOWN_ERROR);
    }

    private Account account() {
        return new Account("household", "plant 7", Optional.of(token));
    }

    @Override
    public Discovery discover(Account account, Instant now) {
        return account.material().filter(token::equals).isPresent()
                ? new Discovery.Found(discover(now))
                : new Discovery.Unavailable(FaultCode.UNKNOWN_ERROR);
    }

    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        return List.of(
                new DiscoveredDevice("1", "Livid 1", Family.BATTERY, new ConnectorState(1, "{}")),
                new DiscoveredDevice("2", "Livid 2", Family.BATTERY, new ConnectorState(1, "{}")));
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        CommandCapability any = new CommandCapability(Map.of(), EnumSet.allOf(Execution.class));
        return new Capabilities(
                true,
                Map.of(Command.CHARGE, any, Command.IDLE, any),
                Map.of(
                        Setting.DISCHARGE_FLOOR,
                        new SettingCapability.Writable(
                                Unit.PERCENT, BigDecimal.ZERO, Optional.of(BigDecimal.valueOf(100)))),
                EnumSet.allOf(ConflictStrategy.class));
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        reads.add(device);
        return reading.apply(device);
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        writes.add(device);
        Outcome outcome = manner.apply(device);
        if (outcome instanceof Outcome.Accepted) {
            standing = instruction;
        }
        return outcome;
    }

    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return new Outcome.Accepted(StateChange.none(), Optional.empty());
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        writes.add(device);
        return configuring.apply(device);
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return reading.standing().filter(instruction::equals).isPresent() ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
    }
}
