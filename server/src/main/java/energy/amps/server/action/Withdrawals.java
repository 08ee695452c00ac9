package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.server.action.DocketWriter.Change;
import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back many actions at once: a key's, a user's, a device's, or all of a tenant's. Thread-safe.
 *
 * <p>It goes device by device in the order of their ids, each under its own lock in a transaction of its own, as if the
 * integrator had cancelled and ended there one by one. It may be done again, from here or another node, and what is withdrawn
 * already is left as it is; one that failed on the way is simply begun afresh.
 *
 * <p>What is accepted on a device after its turn is not seen. Whoever shuts a door commits that first and withdraws then, and
 * once more when no node can remember the door as open.
 */
public final class Withdrawals {
    private static final Logger log = LoggerFactory.getLogger(Withdrawals.class);

    /** Devices that one query finds. */
    static final int PAGE = 256;

    private static final String FROM_DUE = """
            select distinct u.device_id as id from due u join action a on a.customer_id = u.customer_id and a.id = u.ref
            where u.customer_id = ? and u.environment = ? and u.kind = 'action' and u.device_id > ?
            and (a.state = 'scheduled' or (? and (a.stage in ('standing', 'renewing') or (a.state = 'acknowledged' and a.end_at > ?))))
            """;

    private final Database database;
    private final Lifecycle lifecycle;
    private final List<Sources> sources = new CopyOnWriteArrayList<>();

    /** Where actions come from by themselves, and must not any more. */
    @FunctionalInterface
    public interface Sources {
        /** Shuts those that are meant; may be done again. */
        void shut(Tenant tenant, Which which);
    }

    /** @param lifecycle carries on what closing windows brings */
    public Withdrawals(Database database, Lifecycle lifecycle) {
        this.database = database;
        this.lifecycle = lifecycle;
    }

    /** Names what is shut before actions are withdrawn; before the first withdrawal. */
    public void first(Sources shut) {
        sources.add(shut);
    }

    /**
     * Cancels what is still scheduled.
     *
     * @param windows whether windows that are open are closed as well, an opening on its way when it has settled; and what is over
     *     is not looked after any more
     * @return how many actions were cancelled or ended
     * @throws StoreException when a device could not be reached in the store: those before it are done, the others are not
     */
    public int withdraw(Tenant tenant, Which which, boolean windows) {
        sources.forEach(each -> each.shut(tenant, which));
        int touched = 0;
        List<DeviceId> page = page(tenant, which, windows, "");
        while (!page.isEmpty()) {
            for (DeviceId device : page) {
                touched += onDevice(new DeviceKey(tenant, device), which, windows);
            }
            page = page(tenant, which, windows, page.getLast().value());
        }
        if (touched > 0) {
            log.info("withdrew {} actions of {}: {}", touched, tenant, which);
        }
        return touched;
    }

    /** The next devices on which there may be something to withdraw, behind that id. */
    private List<DeviceId> page(Tenant tenant, Which which, boolean windows, String after) {
        String customer = tenant.customer().value();
        String environment = tenant.environment().wire();
        Instant now = lifecycle.clock().now(tenant);
        return switch (which) {
            case Which.Everything() ->
                database.list(
                        tenant,
                        row -> new DeviceId(row.text("id")),
                        FROM_DUE + " order by u.device_id limit ?",
                        customer,
                        environment,
                        after,
                        windows,
                        now,
                        PAGE);
            case Which.AcceptedBy(KeyId key) ->
                database.list(
                        tenant,
                        row -> new DeviceId(row.text("id")),
                        FROM_DUE + " and a.key_id = ? order by u.device_id limit ?",
                        customer,
                        environment,
                        after,
                        windows,
                        now,
                        key.value(),
                        PAGE);
            case Which.OfUser(UserId user) ->
                database.list(
                        tenant,
                        row -> new DeviceId(row.text("id")),
                        "select d.id from device d where d.customer_id = ? and d.environment = ? and d.user_id = ?"
                                + " and d.id > ? order by d.id limit ?",
                        customer,
                        environment,
                        user.value(),
                        after,
                        PAGE);
            case Which.OfDevice(DeviceId device) -> after.isEmpty() ? List.of(device) : List.of();
        };
    }

    /**
     * What a device's turn came to.
     *
     * @param written what was written
     * @param effects what is to be done about it
     * @param touched how many actions it concerns
     */
    private record Turned(Written written, List<Effect> effects, int touched) {}

    private int onDevice(DeviceKey key, Which which, boolean windows) {
        long term = lifecycle.term();
        try {
            Turned turned = database.inTransaction(key.tenant(), tx -> turn(tx, key, which, windows));
            lifecycle.carryOn(turned.written(), Map.of(key, turned.effects()), term);
            return turned.touched();
        } catch (StoreException e) {
            if (e.isInDoubt()) {
                lifecycle.doubt(key);
            }
            throw e;
        }
    }

    private Turned turn(Tx tx, DeviceKey key, Which which, boolean windows) {
        Docket before =
                DocketRows.lock(tx, List.of(key), lifecycle.clock()::held).get(key);
        if (before == null) {
            return new Turned(new Written(Map.of(), List.of(), List.of()), List.of(), 0);
        }
        Instant now = lifecycle.clock().now(before.time());
        // Where everything is taken back, nothing is looked after any more.
        Docket after = windows ? Takeover.superseded(before, now) : before;
        List<Effect> effects = new ArrayList<>();
        int touched = 0;
        for (LiveAction action : before.live()) {
            if (which.includes(action.header().key())
                    && taken(after, action, windows, now) instanceof Checked.Passed<Stepped>(Stepped step)
                    && !step.docket().equals(after)) {
                after = step.docket();
                effects.addAll(step.effects());
                touched++;
            }
        }
        return new Turned(lifecycle.writer().write(tx, List.of(new Change(before, after))), effects, touched);
    }

    /** What can be neither cancelled nor ended is refused by the rule, and stays. */
    private static Checked<Stepped> taken(Docket docket, LiveAction action, boolean windows, Instant now) {
        return action.state() == ActionState.ACKNOWLEDGED && windows
                ? Withdrawal.end(docket, action, now)
                : Withdrawal.cancel(docket, action, now);
    }
}
