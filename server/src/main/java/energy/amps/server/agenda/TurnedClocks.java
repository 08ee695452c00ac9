package energy.amps.server.agenda;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Tenant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Whose clocks may be turned, as this node knows it: everybody else's time is the platform's, and costs nothing to ask for.
 *
 * <p>It is never wrong about those others. Before a customer's clock is turned for the first time every node hears of it, with
 * the renewal of its lease, and says so; who does not say so has a lease that lapses, and knows nothing for certain from then
 * on. Thread-safe.
 */
public final class TurnedClocks {
    private final BooleanSupplier leaseHolds;
    private final Set<CustomerId> customers = ConcurrentHashMap.newKeySet();
    private volatile boolean complete;

    TurnedClocks(BooleanSupplier leaseHolds) {
        this.leaseHolds = leaseHolds;
    }

    /** Whether the tenant's time may be another than the platform's; no look-up is needed where it may not. */
    public boolean mayBe(Tenant tenant) {
        return tenant.environment() == Environment.SANDBOX
                && (customers.contains(tenant.customer()) || !complete || !leaseHolds.getAsBoolean());
    }

    /** This customer's may be, from now on. */
    public void heard(CustomerId customer) {
        customers.add(customer);
    }

    /** All that there are; what is heard from now on comes on top. */
    void all(Collection<CustomerId> those) {
        customers.addAll(those);
        complete = true;
    }

    /** The lease lapsed: there may be others that this node never heard of. */
    void forget() {
        complete = false;
    }

    boolean isComplete() {
        return complete;
    }
}
