package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.check.PushCheck;
import energy.amps.check.PushRequest;
import energy.amps.check.SettingsCheck;
import energy.amps.check.SettingsRequest;
import energy.amps.command.Quantity;
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
import energy.amps.server.device.DeviceRow;
import energy.amps.server.device.Devices;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Accepts what devices shall do: the only way to a connector's writes. Thread-safe. */
public final class Pushes {
    private final Database database;
    private final Lifecycle lifecycle;
    private final Ids ids;

    /** @param ids makes the ids of actions */
    public Pushes(Database database, Lifecycle lifecycle, Ids ids) {
        this.database = database;
        this.lifecycle = lifecycle;
        this.ids = ids;
    }

    /**
     * Accepts a push, or refuses it with the first rule it breaks: the device, then contract section 4's table, then section
     * 6. An accepted push is durable when this returns. {@code controls} hold in the sandbox alone.
     */
    public Checked<Action> accept(
            Caller caller, Family family, DeviceId device, PushRequest request, SandboxControls controls) {
        DeviceKey key = new DeviceKey(caller.tenant(), device);
        SandboxControls asked = caller.tenant().environment() == Environment.SANDBOX ? controls : SandboxControls.NONE;
        return committed(
                key, tx -> onDevice(tx, caller, family, key, docket -> accept(caller, docket, request, asked)));
    }

    private Checked<Decision> accept(Caller caller, Docket docket, PushRequest request, SandboxControls controls) {
        Instant now = lifecycle.clock().now(caller.tenant());
        DeviceRow device = docket.device();
        Connector connector = lifecycle.connectors().of(device.facts().vendor());
        Capabilities capabilities = connector.capabilities(device.linked(now));
        return PushCheck.check(
                        request,
                        device.facts().family(),
                        capabilities,
                        device.facts().plantZone(),
                        now)
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
     */
    public Checked<List<Setting>> configure(Caller caller, Family family, DeviceId device, SettingsRequest request) {
        DeviceKey key = new DeviceKey(caller.tenant(), device);
        Instant now = lifecycle.clock().now(caller.tenant());
        return database.inTransaction(caller.tenant(), tx -> locked(tx, caller, family, key))
                .then(docket -> {
                    DeviceRow row = docket.device();
                    Connector connector = lifecycle.connectors().of(row.facts().vendor());
                    return SettingsCheck.check(request, connector.capabilities(row.linked(now)))
                            .then(settings -> outcome(connector, row, settings, now));
                })
                .then(written -> database.inTransaction(
                        caller.tenant(), tx -> locked(tx, caller, family, key).then(docket -> {
                            Docket after = docket.after(written.change());
                            lifecycle.writer().write(tx, List.of(new Change(docket, after)));
                            return new Checked.Passed<>(written.settings());
                        })));
    }

    private record WrittenSettings(List<Setting> settings, StateChange change) {}

    private Checked<WrittenSettings> outcome(
            Connector connector, DeviceRow device, Map<Setting, Quantity> settings, Instant now) {
        return switch (lifecycle.vendors().configure(connector, device.linked(now), settings)) {
            case SettingsOutcome.Written(StateChange change) ->
                new Checked.Passed<>(new WrittenSettings(List.copyOf(settings.keySet()), change));
            case SettingsOutcome.Refused(FaultCode code, String message) ->
                new Checked.Refused<>(Refusal.of(errorOf(code), message));
        };
    }

    private static ErrorCode errorOf(FaultCode code) {
        return switch (code) {
            case SCHEDULER_ACTIVE -> ErrorCode.SCHEDULER_ACTIVE;
            case DEVICE_OFFLINE -> ErrorCode.DEVICE_OFFLINE;
            default -> ErrorCode.SERVICE_UNAVAILABLE;
        };
    }

    /** A decision taken on a docket. */
    record Decision(Stepped step, ActionId action) {}

    /** What was written of a decision. */
    record Done(Written written, Decision decision) {}

    /** Decides on a device under its lock, and writes what was decided. */
    Checked<Done> onDevice(
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

    private Checked<Docket> locked(Tx tx, Caller caller, Family family, DeviceKey key) {
        return Optional.ofNullable(DocketRows.lock(tx, List.of(key)).get(key))
                .filter(docket -> docket.device().facts().family() == family)
                .filter(docket ->
                        Devices.isVisible(caller, docket.device().facts().user()))
                .<Checked<Docket>>map(Checked.Passed::new)
                .orElseGet(Devices::notFound);
    }

    /**
     * Commits what is decided on a device and carries it on. Should the commit's answer be lost, what was decided may hold all
     * the same, under this node's lease: then nobody else would ever look, so this node does.
     */
    Checked<Action> committed(DeviceKey key, Function<Tx, Checked<Done>> work) {
        AtomicReference<Optional<Done>> tried = new AtomicReference<>(Optional.empty());
        try {
            return carriedOn(key, database.inTransaction(key.tenant(), tx -> {
                Checked<Done> checked = work.apply(tx);
                if (checked instanceof Checked.Passed<Done>(Done done)) {
                    tried.set(Optional.of(done));
                }
                return checked;
            }));
        } catch (StoreException e) {
            tried.get()
                    .ifPresent(done -> lifecycle.lost(
                            done.written(), Map.of(key, done.decision().step().effects())));
            throw e;
        }
    }

    /** After the commit: what was decided is carried on, and the action is shown as it was written. */
    private Checked<Action> carriedOn(DeviceKey key, Checked<Done> checked) {
        return checked.then(done -> {
            Written written = done.written();
            Decision decision = done.decision();
            lifecycle.carryOn(written, Map.of(key, decision.step().effects()));
            return new Checked.Passed<>(
                    DocketWriter.written(written, key, decision.action()).view());
        });
    }
}
