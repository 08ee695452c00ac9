package energy.amps.testkit.conformance;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Evidence;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Neighbour;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Secret;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.Capabilities;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One check's rig, with the platform's part played: what is remembered, the instant, the asking again. */
final class Trial implements Platform, AutoCloseable {
    /** As long as the platform asks after a write that the vendor has not answered. */
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(15);

    private final Supplier<Rig> rigs;
    private final Rig rig;
    private final Connector connector;
    private final Texts texts;
    private final Calls calls;
    private final States states;
    private final LogCapture log;
    private volatile Instant now;
    private int sendings;

    Trial(Supplier<Rig> rigs) {
        this.rigs = rigs;
        this.rig = rigs.get();
        this.now = rig.start();
        this.texts = new Texts(secrets(rig), rig.vendorWords());
        this.states = new States(rig, texts);
        rig.meets(this);
        this.connector = rig.open();
        this.calls = new Calls(rig, connector, texts);
        this.log = new LogCapture(connector.getClass().getPackageName());
    }

    private static Set<String> secrets(Rig rig) {
        Set<String> secrets = new HashSet<>(rig.secrets());
        rig.devices().stream()
                .flatMap(device -> device.account().stream())
                .flatMap(account -> account.material().stream())
                .map(Secret::reveal)
                .forEach(secrets::add);
        return secrets;
    }

    /** The same from the start, beside this one. */
    Trial another() {
        return new Trial(rigs);
    }

    Rig rig() {
        return rig;
    }

    Connector connector() {
        return connector;
    }

    Calls calls() {
        return calls;
    }

    Texts texts() {
        return texts;
    }

    States states() {
        return states;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public ConnectorState remember(RigDevice device, StateChange change) {
        return states.take(device, change);
    }

    /** The device as its connector meets it now. */
    @Override
    public LinkedDevice linked(RigDevice device) {
        List<Neighbour> neighbours = rig.devices().stream()
                .filter(other -> !other.id().equals(device.id()))
                .filter(other -> device.found().sees().contains(other.found().family()))
                .map(other -> new Neighbour(
                        other.id(), other.found().family(), other.found().model(), states.of(other)))
                .toList();
        return new LinkedDevice(
                device.id(),
                device.found().family(),
                device.found().model(),
                device.zone(),
                states.of(device),
                now,
                device.account(),
                neighbours);
    }

    void pass(Duration time) {
        rig.pass(time);
        now = now.plus(time);
    }

    /** Until a reading must show what was last told. */
    void settle() {
        pass(connector.profile().settleTime());
    }

    Capabilities capabilities(RigDevice device) {
        LinkedDevice linked = linked(device);
        return calls.silent(Rule.CAPABILITIES, "capabilities", () -> connector.capabilities(linked));
    }

    ReadOutcome read(RigDevice device) {
        LinkedDevice linked = linked(device);
        return calls.vendor(
                Operation.READ,
                linked,
                () -> connector.read(linked),
                new ReadOutcome.Unreadable(FaultCode.TIMEOUT, "The vendor did not answer in time."));
    }

    /** A reading, which must come. */
    ReadOutcome.Reading reading(RigDevice device, Rule rule) {
        ReadOutcome outcome = read(device);
        if (outcome instanceof ReadOutcome.Reading reading) {
            return reading;
        }
        throw new Broken(rule, device.title() + " cannot be read: " + outcome);
    }

    /** Sends once; what the connector wants remembered is. */
    Outcome apply(RigDevice device, Instruction instruction, Attempt attempt) {
        LinkedDevice linked = linked(device);
        return noted(
                device,
                calls.vendor(
                        Operation.APPLY, linked, () -> connector.apply(linked, instruction, attempt), unanswered()));
    }

    /** Sends once, and asks until there is a last word. */
    Outcome tell(RigDevice device, Instruction instruction, Attempt attempt) {
        Outcome outcome = apply(device, instruction, attempt);
        Instant giveUp = now.plus(SETTLE_LIMIT);
        Optional<Duration> wait = wait(outcome);
        while (wait.isPresent() && now.isBefore(giveUp)) {
            pass(wait.get());
            outcome = poll(device, instruction, attempt);
            wait = wait(outcome);
        }
        return outcome;
    }

    private Outcome poll(RigDevice device, Instruction instruction, Attempt attempt) {
        LinkedDevice linked = linked(device);
        return noted(
                device,
                calls.vendor(Operation.POLL, linked, () -> connector.poll(linked, instruction, attempt), unanswered()));
    }

    private static Optional<Duration> wait(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Submitted(StateChange change, Duration askAfter) -> Optional.of(askAfter);
            case Outcome.Accepted(StateChange change, Optional<Duration> appliedAfter) -> appliedAfter;
            case Outcome.Rejected rejected -> Optional.empty();
            case Outcome.Unknown unknown -> Optional.empty();
        };
    }

    private static Outcome unanswered() {
        return new Outcome.Unknown(FaultCode.TIMEOUT, "The vendor did not answer in time.", StateChange.none());
    }

    private Outcome noted(RigDevice device, Outcome outcome) {
        switch (outcome) {
            case Outcome.Submitted(StateChange change, Duration askAfter) -> states.change(device, change);
            case Outcome.Accepted(StateChange change, Optional<Duration> appliedAfter) -> states.change(device, change);
            case Outcome.Unknown(FaultCode code, String message, StateChange change) -> states.change(device, change);
            case Outcome.Rejected rejected -> {}
        }
        return outcome;
    }

    SettingsOutcome configure(RigDevice device, Map<Setting, Quantity> settings) {
        LinkedDevice linked = linked(device);
        SettingsOutcome outcome = calls.vendor(
                Operation.CONFIGURE,
                linked,
                () -> connector.configure(linked, settings),
                SettingsOutcome.Partial.unknown(settings.keySet()));
        switch (outcome) {
            case SettingsOutcome.Written(StateChange change) -> states.change(device, change);
            case SettingsOutcome.Partial partial -> states.change(device, partial.change());
            case SettingsOutcome.Refused refused -> {}
        }
        return outcome;
    }

    /** A sending of what is to hold until the next instruction. */
    Attempt attempt(Attempt.Purpose purpose) {
        return attempt(purpose, Optional.empty(), false);
    }

    Attempt attempt(Attempt.Purpose purpose, Optional<Instant> until, boolean clearScheduler) {
        sendings++;
        return new Attempt(
                "act_kit." + purpose.name().toLowerCase(Locale.ROOT) + "." + sendings,
                purpose,
                1,
                now,
                until,
                clearScheduler,
                rig.controls());
    }

    /**
     * What a reading says of an instruction.
     *
     * @param reading the reading
     * @param verdict the connector's
     * @param evidence what it looked at
     */
    record Look(ReadOutcome.Reading reading, Verdict verdict, List<Evidence> evidence) {}

    /** Reads, and asks whether an instruction holds; the evidence must agree. */
    Look look(RigDevice device, Instruction instruction, Rule rule) {
        ReadOutcome.Reading reading = reading(device, rule);
        LinkedDevice linked = linked(device);
        Verdict verdict = calls.silent(Rule.COMMANDS, "verify", () -> connector.verify(linked, instruction, reading));
        List<Evidence> evidence =
                calls.silent(Rule.EVIDENCE, "evidence", () -> connector.evidence(linked, instruction, reading));
        Look look = new Look(reading, verdict, evidence);
        if (!rig.excused().containsKey(Rule.EVIDENCE)) {
            EvidenceRule.hold(instruction, look);
        }
        return look;
    }

    /** Tells a device something that it must take, and looks until it is seen to hold. */
    Look hold(RigDevice device, Instruction instruction, Attempt attempt, Rule rule) {
        Outcome outcome = tell(device, instruction, attempt);
        Broken.unless(
                outcome instanceof Outcome.Accepted,
                rule,
                device.title() + " declares " + Wording.of(instruction) + " and answers " + Wording.of(outcome));
        settle();
        Look look = look(device, instruction, rule);
        Broken.unless(
                look.verdict() == Verdict.HOLDS,
                rule,
                device.title() + " took " + Wording.of(instruction) + ", and once settled it is " + look.verdict()
                        + ": " + look.evidence());
        return look;
    }

    /** Ends it. What was logged is searched. */
    @Override
    public void close() {
        log.close();
        rig.close();
        texts.holdSecrets("the log", log.text());
    }
}
