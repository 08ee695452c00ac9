package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.check.CheckedPush;
import energy.amps.check.PushCheck;
import energy.amps.check.PushRequest;
import energy.amps.command.Instruction;
import energy.amps.connector.Connector;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Metered;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.NativeCall;
import energy.amps.connector.SandboxControls;
import energy.amps.device.Capabilities;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.tenant.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Pushes that are not made: decided by the very rules that a push is decided by, on what the tables say now, and then told
 * instead of written. Nothing is locked, stored or sent. Thread-safe.
 */
public final class Rehearsals {
    /** What is not stored has no id; this one is shown nowhere. */
    private static final ActionId NOBODY = new ActionId("act_rehearsed");

    private final Database database;
    private final Lifecycle lifecycle;

    /** @param lifecycle whose rules, connectors and clock it goes by */
    public Rehearsals(Database database, Lifecycle lifecycle) {
        this.database = database;
        this.lifecycle = lifecycle;
    }

    /** Says what a push would do, or refuses as the push would be refused. */
    public Checked<Rehearsal> rehearse(Caller caller, Family family, DeviceId device, PushRequest request) {
        DeviceKey key = new DeviceKey(caller.tenant(), device);
        return Pushes.room(lifecycle, request)
                .then(any -> Pushes.visible(
                        caller,
                        family,
                        database.inTransaction(
                                caller.tenant(),
                                tx -> Optional.ofNullable(DocketRows.look(tx, key, lifecycle.clock()::held)))))
                .then(docket -> rehearse(caller, docket, request));
    }

    private Checked<Rehearsal> rehearse(Caller caller, Docket docket, PushRequest request) {
        Instant now = lifecycle.clock().now(docket.time());
        DeviceRow row = docket.device();
        Connector connector = lifecycle.connectors().of(row.facts().vendor());
        Capabilities capabilities = connector.capabilities(row.linked(now));
        Header header = new Header(
                NOBODY, row.key(), row.facts().user(), caller.key(), row.facts().family(), now);
        return PushCheck.check(
                        request, row.facts().family(), capabilities, row.facts().plantZone(), now)
                .then(push -> Pushes.still(docket, push))
                .then(push -> new Acceptance(connector, capabilities, now)
                        .decide(docket, push, SandboxControls.NONE, header)
                        .then(accepted -> new Checked.Passed<>(told(docket, push, accepted, connector, now))));
    }

    private Rehearsal told(
            Docket before, CheckedPush push, Acceptance.Accepted accepted, Connector connector, Instant now) {
        LinkedDevice device = before.device().linked(now);
        boolean windowed = accepted.action().order().isWindow();
        return new Rehearsal(
                accepted.action().view(),
                conflicts(before, push, accepted.step().docket(), now),
                plan(connector, device, push.instruction()),
                windowed ? Optional.of(revert(before, connector, device)) : Optional.empty(),
                costs(connector, device, windowed));
    }

    private static Rehearsal.Conflicts conflicts(Docket before, CheckedPush push, Docket after, Instant now) {
        List<Rehearsal.Met> met = before.conflicts(now).stream()
                .map(action -> new Rehearsal.Met(
                        action.view(),
                        after.find(action.id())
                                .filter(left -> left.state() == ActionState.CANCELLED)
                                .isPresent()))
                .toList();
        return new Rehearsal.Conflicts(met.isEmpty() ? Optional.empty() : push.strategy(), met);
    }

    /** Where the device would go if nothing else came in between. */
    private Rehearsal.Revert revert(Docket docket, Connector connector, LinkedDevice device) {
        Takeover.Prior prior = Takeover.prior(docket, connector, device.now());
        return new Rehearsal.Revert(prior.instruction(), prior.basis(), plan(connector, device, prior.instruction()));
    }

    /** A connector that cannot tell tells nothing. */
    private List<NativeCall> plan(Connector connector, LinkedDevice device, Instruction instruction) {
        return lifecycle.vendors().plan(connector, device, instruction);
    }

    private static List<Rehearsal.Cost> costs(Connector connector, LinkedDevice device, boolean windowed) {
        if (!(connector instanceof Metered metered)) {
            return List.of();
        }
        int write = metered.calls(Operation.APPLY, device);
        int read = metered.calls(Operation.READ, device);
        return metered.budgets(device).stream()
                .map(budget -> new Rehearsal.Cost(budget, write, read, windowed ? write : 0))
                .toList();
    }
}
