package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.device.Devices;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.tenant.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of accepted pushes, and taking them back (contract section 5). Thread-safe. */
public final class Actions {
    private static final Listing.Source SOURCE = new Listing.Source(DocketRows.COLUMNS, "action a", "");

    private final Database database;
    private final Pushes pushes;
    private final Users users;
    private final TenantClock clock;

    /** @param pushes through whose door a withdrawal goes */
    public Actions(Database database, Pushes pushes, Users users, TenantClock clock) {
        this.database = database;
        this.pushes = pushes;
        this.users = users;
        this.clock = clock;
    }

    /** A page of actions, newest first. */
    public Slice<Action> list(Caller caller, ActionFilter filter, Page page) {
        Caller.Scope whose = users.filter(caller, filter.user());
        if (whose instanceof Caller.Scope.Nobody) {
            return Slice.empty(page);
        }
        Tenant tenant = caller.tenant();
        StringBuilder where = new StringBuilder("a.customer_id = ? and a.environment = ?");
        List<@Nullable Object> args = new ArrayList<>(
                List.of(tenant.customer().value(), tenant.environment().wire()));
        if (whose instanceof Caller.Scope.OneUser(UserId one)) {
            narrow(where, args, "a.user_id", Optional.of(one.value()));
        }
        narrow(where, args, "a.family", filter.family().map(Family::wire));
        narrow(where, args, "a.state", filter.state().map(s -> s.wire()));
        narrow(where, args, "a.device_id", filter.device().map(d -> d.value()));
        return new Listing(SOURCE, where.toString(), args, "a.id", true)
                .page(database, tenant, page, row -> DocketRows.action(row).view(), action -> action.id()
                        .value());
    }

    private static void narrow(
            StringBuilder where, List<@Nullable Object> args, String column, Optional<String> value) {
        value.ifPresent(v -> {
            where.append(" and ").append(column).append(" = ?");
            args.add(v);
        });
    }

    /** One action. */
    public Checked<Action> read(Caller caller, ActionId id) {
        return find(caller, id).then(action -> new Checked.Passed<>(action.view()));
    }

    /**
     * Cancels an action that is still scheduled; {@code ACTION_NOT_CANCELLABLE} otherwise.
     *
     * @param keep written with the cancellation
     */
    public Checked<Action> cancel(Caller caller, ActionId id, Keep<Action> keep) {
        return withdraw(caller, id, Withdrawal::cancel, action -> Withdrawal.notCancellable(action.state()), keep);
    }

    /**
     * Closes an open window now; {@code ACTION_NOT_ENDABLE} when there is none to close.
     *
     * @param keep written with the end, and when it was asked for again
     */
    public Checked<Action> end(Caller caller, ActionId id, Keep<Action> keep) {
        return withdraw(
                caller,
                id,
                Withdrawal::end,
                action -> Withdrawal.notEndable(action.state(), action.order().isWindow()),
                keep);
    }

    @FunctionalInterface
    private interface Rule {
        Checked<Stepped> apply(Docket docket, LiveAction action, Instant now);
    }

    @FunctionalInterface
    private interface TooLate {
        Checked<Intake.Decision> answer(LiveAction action);
    }

    /** The docket holds what the engine is not done with; what is not on it is over, and refused as what it is. */
    private Checked<Action> withdraw(Caller caller, ActionId id, Rule rule, TooLate tooLate, Keep<Action> keep) {
        return find(caller, id).then(found -> {
            DeviceKey key = found.header().device();
            return pushes.decided(
                    caller,
                    found.header().family(),
                    key,
                    (tx, docket) -> docket.find(id)
                            .map(action -> Pushes.still(docket, action)
                                    .then(same -> rule.apply(docket, same, clock.now(docket.time())))
                                    .<Intake.Decision>then(step -> new Checked.Passed<>(new Intake.Decision(step, id))))
                            .orElseGet(() -> tooLate.answer(again(tx, caller, id))),
                    keep);
        });
    }

    Checked<LiveAction> find(Caller caller, ActionId id) {
        return database
                .list(
                        caller.tenant(),
                        DocketRows::action,
                        SOURCE.select() + " where a.customer_id = ? and a.environment = ? and a.id = ?",
                        caller.tenant().customer().value(),
                        caller.tenant().environment().wire(),
                        id.value())
                .stream()
                .filter(action -> Devices.isVisible(caller, action.header().user()))
                .findFirst()
                .<Checked<LiveAction>>map(Checked.Passed::new)
                .orElseGet(() -> new Checked.Refused<>(
                        Refusal.of(ErrorCode.ACTION_NOT_FOUND, "Action not found or access denied")));
    }

    /** The action as it is under the lock: it may have ended since it was found. */
    private static LiveAction again(Tx tx, Caller caller, ActionId id) {
        return tx.one(
                        DocketRows::action,
                        SOURCE.select() + " where a.customer_id = ? and a.environment = ? and a.id = ?",
                        caller.tenant().customer().value(),
                        caller.tenant().environment().wire(),
                        id.value())
                .orElseThrow();
    }
}
