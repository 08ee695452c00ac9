package energy.amps.server.action;

import energy.amps.fault.FaultCode;
import energy.amps.server.action.DocketWriter.Change;
import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.TenantTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes devices as new as on the day they were linked: what is scheduled is cancelled, windows are closed with nothing put
 * back, what is under way is given up, and the connector forgets, its closed chapters and what was seen of it included: the time that
 * they tell of is to come once more. Ids and what is over stay.
 */
public final class Renewal {
    private final Lifecycle lifecycle;
    private final Withdrawals.Sources sources;

    /**
     * @param lifecycle whose rules and writer serve
     * @param sources where actions come from by themselves
     */
    public Renewal(Lifecycle lifecycle, Withdrawals.Sources sources) {
        this.lifecycle = lifecycle;
        this.sources = sources;
    }

    /** Nothing makes actions by itself any more; comes before devices are made new, and may be done again. */
    public void shut(Tenant tenant) {
        sources.shut(tenant, new Which.Everything());
    }

    /** Holds the tenant's clock; the instant at which it stands, or empty when it is not as it was. */
    @FunctionalInterface
    public interface Clock {
        Optional<Instant> held(Tx tx);
    }

    /** Locks the devices, then the clock, and makes them new; gives what is to be done once that is committed. */
    public Optional<Runnable> renew(Tx tx, Tenant tenant, Collection<DeviceKey> devices, Clock clock) {
        List<Instant> standing = new ArrayList<>();
        Map<DeviceKey, Docket> dockets = DocketRows.lock(tx, devices, (held, tenants) -> {
            clock.held(held).ifPresent(standing::add);
            return Map.of(tenant, TenantTime.reached(standing.isEmpty() ? Instant.MIN : standing.getFirst()));
        });
        if (standing.isEmpty()) {
            return Optional.empty();
        }
        long term = lifecycle.term();
        List<Change> changes = dockets.values().stream()
                .map(docket -> new Change(docket, asNew(docket, standing.getFirst())))
                .toList();
        Written written = lifecycle.writer().write(tx, changes);
        DocketRows.forget(tx, tenant, dockets.keySet());
        return Optional.of(() -> lifecycle.carryOn(written, Map.of(), term));
    }

    private Docket asNew(Docket docket, Instant now) {
        Docket after = docket;
        for (LiveAction action : docket.live()) {
            after = after.with(over(action, now));
        }
        return after.with(docket.device()
                .renewed(lifecycle.connectorOf(docket).renewed(docket.device().linked(now))));
    }

    private static LiveAction over(LiveAction live, Instant now) {
        LiveAction action = live.unverified(now);
        return switch (action.state()) {
            case SCHEDULED -> action.cancelled("The sandbox was reset before its instant.", now);
            case ACKNOWLEDGED ->
                action.order().isWindow() && action.window().opened()
                        ? action.completed("The window was closed when the sandbox was reset.", now)
                        : action.failed(
                                new Fault(
                                        FaultCode.OUTCOME_UNKNOWN,
                                        "The sandbox was reset before the device had said what came of the command."),
                                now);
            case COMPLETED, FAILED, CANCELLED -> action.done(now);
        };
    }
}
