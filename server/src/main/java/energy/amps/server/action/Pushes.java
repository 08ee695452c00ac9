package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.check.PushCheck;
import energy.amps.check.PushRequest;
import energy.amps.check.SettingsCheck;
import energy.amps.check.SettingsRequest;
import energy.amps.command.Setting;
import energy.amps.connector.Connector;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.device.Capabilities;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.fault.Refusal;
import energy.amps.server.action.DocketWriter.Change;
import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.action.Intake.Decision;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.device.Devices;
import energy.amps.server.device.Readings;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Keep;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Accepts what devices shall do: the only way to a connector's writes. Thread-safe. */
public final class Pushes {
    private final Database database;
    private final Lifecycle lifecycle;
    private final Ids ids;
    private final Intake intake;

    /** @param ids makes the ids of actions */
    public Pushes(Database database, Lifecycle lifecycle, Ids ids, MeterRegistry meters) {
        this.database = database;
        this.lifecycle = lifecycle;
        this.ids = ids;
        this.intake = new Intake(database, lifecycle, meters);
    }

    /**
     * Accepts a push, or refuses it with the first rule it breaks: the device, then contract section 4's table, then section
     * 6. An accepted push is durable when this returns.
     *
     * @param controls hold in the sandbox alone
     * @param keep written with the push
     */
    public Checked<Action> accept(
            Caller caller,
            Family family,
            DeviceId device,
            PushRequest request,
            SandboxControls controls,
            Keep<Action> keep) {
        DeviceKey key = new DeviceKey(caller.tenant(), device);
        SandboxControls asked = caller.tenant().environment() == Environment.SANDBOX ? controls : SandboxControls.NONE;
        return room(lifecycle, request)
                .then(any -> intake.decide(
                        key,
                        found -> visible(caller, family, found).then(docket -> accept(caller, docket, request, asked)),
                        keep));
    }

    /** Refuses what would have to go out at once while too much is out. */
    static Checked<PushRequest> room(Lifecycle lifecycle, PushRequest request) {
        return request.start().isEmpty() && lifecycle.isFull()
                ? new Checked.Refused<>(Refusal.of(
                        ErrorCode.SERVICE_UNAVAILABLE, "Too many commands are on their way to devices; try again."))
                : new Checked.Passed<>(request);
    }

    private Checked<Decision> accept(Caller caller, Docket docket, PushRequest request, SandboxControls controls) {
        Instant now = lifecycle.clock().now(docket.time());
        DeviceRow device = docket.device();
        Connector connector = lifecycle.connectors().of(device.facts().vendor());
        Capabilities capabilities = connector.capabilities(device.linked(now));
        return PushCheck.check(
                        request,
                        device.facts().family(),
                        capabilities,
                        device.facts().plantZone(),
                        now)
                .then(push -> still(docket, push))
                .then(push -> {
                    Header header = new Header(
                            new ActionId(ids.next("act_")),
                            device.key(),
                            device.facts().user(),
                            caller.key(),
                            device.facts().family(),
                            now);
                    return new Acceptance(connector, capabilities, now).decide(docket, push, controls, header);
                })
                .then(accepted -> new Checked.Passed<>(
                        new Decision(accepted.step(), accepted.action().id())));
    }

    /**
     * Writes settings, all or none (contract section 7). Allowed at any time; what a window returns to does not touch them.
     * The vendor is called between two transactions: none is open meanwhile.
     *
     * @param keep written in the second, with what the vendor took
     */
    public Checked<List<Setting>> configure(
            Caller caller, Family family, DeviceId device, SettingsRequest request, Keep<List<Setting>> keep) {
        DeviceKey key = new DeviceKey(caller.tenant(), device);
        return database.inTransaction(caller.tenant(), tx -> {
                    Checked<Docket> found = locked(tx, caller, family, key);
                    // Before the call: whatever becomes of it, what was read until now may not be so any more.
                    Readings.end(tx, List.of(key), lifecycle.instant());
                    return found;
                })
                .then(docket -> {
                    Instant now = lifecycle.clock().now(docket.time());
                    DeviceRow row = docket.device();
                    Connector connector = lifecycle.connectors().of(row.facts().vendor());
                    return SettingsCheck.check(request, connector.capabilities(row.linked(now)))
                            .then(settings -> still(docket, settings))
                            .then(settings -> new Checked.Passed<>(new Configured(
                                    List.copyOf(settings.keySet()),
                                    lifecycle.vendors().configure(key, connector, row.linked(now), settings))));
                })
                .then(configured -> switch (configured.outcome()) {
                    case SettingsOutcome.Written(StateChange change) ->
                        remembered(caller, family, key, change, tx -> keep.keep(tx, configured.settings()))
                                .then(any -> new Checked.Passed<>(configured.settings()));
                    case SettingsOutcome.Partial partial ->
                        remembered(caller, family, key, partial.change(), tx -> {})
                                .then(any -> new Checked.Refused<>(partly(partial)));
                    case SettingsOutcome.Refused(FaultCode code, String message) -> {
                        lifecycle.failed(key, code);
                        yield new Checked.Refused<>(Refusal.of(errorOf(code), message));
                    }
                });
    }

    /**
     * What came of a settings write.
     *
     * @param settings those that were to be written
     * @param outcome what the vendor said
     */
    private record Configured(List<Setting> settings, SettingsOutcome outcome) {}

    private Checked<Docket> remembered(
            Caller caller, Family family, DeviceKey key, StateChange change, Consumer<Tx> with) {
        return database.inTransaction(caller.tenant(), tx -> locked(tx, caller, family, key)
                .then(docket -> still(docket, docket))
                .then(docket -> {
                    Docket after = docket.after(change);
                    lifecycle.writer().write(tx, List.of(new Change(docket, after)));
                    Readings.end(tx, List.of(key), lifecycle.instant());
                    with.accept(tx);
                    return new Checked.Passed<>(after);
                }));
    }

    private static Refusal partly(SettingsOutcome.Partial partial) {
        return new Refusal(
                ErrorCode.SETTINGS_PARTIAL,
                "Not all settings are known to be written; read the device before you write again.",
                Map.of(
                        "updated", wire(partial.written()),
                        "failed", wire(partial.failed()),
                        "unknown", wire(partial.unknown())));
    }

    private static List<String> wire(List<Setting> settings) {
        return settings.stream().map(Setting::wire).sorted().toList();
    }

    /** Nothing was written: the canonical code says why (contract section 7). */
    private static ErrorCode errorOf(FaultCode code) {
        return switch (code) {
            case SCHEDULER_ACTIVE -> ErrorCode.SCHEDULER_ACTIVE;
            case DEVICE_OFFLINE -> ErrorCode.DEVICE_OFFLINE;
            case INVALID_CREDENTIALS -> ErrorCode.INVALID_CREDENTIALS;
            case RATE_LIMITED -> ErrorCode.RATE_LIMITED;
            case NETWORK_ERROR -> ErrorCode.NETWORK_ERROR;
            case TIMEOUT -> ErrorCode.TIMEOUT;
            case UNKNOWN_ERROR -> ErrorCode.UNKNOWN_ERROR;
            case SERVICE_UNAVAILABLE, MISSED_WINDOW, OUTCOME_UNKNOWN, REVERT_FAILED -> ErrorCode.SERVICE_UNAVAILABLE;
        };
    }

    /** What was written of a decision. */
    private record Done(Written written, Decision decision) {
        /** The action as it was written. */
        Action view(DeviceKey key) {
            return DocketWriter.written(written, key, decision.action()).view();
        }
    }

    /** Decides in the transaction that has the device's lock. */
    @FunctionalInterface
    interface Rule {
        Checked<Decision> decide(Tx tx, Docket docket);
    }

    /** Decides on a device under its lock, writes what was decided, and carries it on. */
    Checked<Action> decided(Caller caller, Family family, DeviceKey key, Rule rule, Keep<Action> keep) {
        long term = lifecycle.term();
        try {
            Checked<Done> checked = database.inTransaction(
                    caller.tenant(), tx -> onDevice(tx, caller, family, key, docket -> rule.decide(tx, docket))
                            .then(done -> {
                                keep.keep(tx, done.view(key));
                                return new Checked.Passed<>(done);
                            }));
            return carriedOn(key, checked, term);
        } catch (StoreException e) {
            if (e.isInDoubt()) {
                lifecycle.doubt(key);
            }
            throw e;
        }
    }

    private Checked<Done> onDevice(
            Tx tx, Caller caller, Family family, DeviceKey key, Function<Docket, Checked<Decision>> decide) {
        return locked(tx, caller, family, key)
                .then(docket -> decide.apply(docket).then(decision -> {
                    Written written = lifecycle
                            .writer()
                            .write(
                                    tx,
                                    List.of(new Change(docket, decision.step().docket())));
                    return new Checked.Passed<>(new Done(written, decision));
                }));
    }

    /** While a tenant's clock is being turned nothing happens that was not due (contract section 11). */
    static <T> Checked<T> still(Docket docket, T value) {
        return docket.time().turning()
                ? new Checked.Refused<>(Refusal.of(
                        ErrorCode.CLOCK_ADVANCING,
                        "The sandbox's clock is being turned; try again when 'GET /sandbox/clock' says \"ready\"."))
                : new Checked.Passed<>(value);
    }

    private Checked<Docket> locked(Tx tx, Caller caller, Family family, DeviceKey key) {
        return visible(
                caller,
                family,
                Optional.ofNullable(DocketRows.lock(tx, List.of(key), lifecycle.clock()::held)
                        .get(key)));
    }

    /** The device, if this caller can find it. */
    static Checked<Docket> visible(Caller caller, Family family, Optional<Docket> found) {
        return found.filter(docket -> docket.device().facts().family() == family)
                .filter(docket -> !docket.device().facts().leaving())
                .filter(docket ->
                        Devices.isVisible(caller, docket.device().facts().user()))
                .<Checked<Docket>>map(Checked.Passed::new)
                .orElseGet(Devices::notFound);
    }

    /** After the commit: what was decided is carried on, and the action is shown as it was written. */
    private Checked<Action> carriedOn(DeviceKey key, Checked<Done> checked, long term) {
        return checked.then(done -> {
            lifecycle.carryOn(done.written(), Map.of(key, done.decision().step().effects()), term);
            return new Checked.Passed<>(done.view(key));
        });
    }
}
