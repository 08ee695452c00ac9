package energy.amps.server.webhook;

import energy.amps.server.event.Numberer;
import energy.amps.server.event.Retention;
import energy.amps.server.secrets.Vault;
import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.TenantClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Webhooks as a whole: what customers ask of them, and the engine that sends. Thread-safe. */
public final class Webhooks implements AutoCloseable {
    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final Dispatcher dispatcher;
    private final Fanout fanout;
    private final Deadlines deadlines;
    private final Housekeeping housekeeping;

    /**
     * What webhooks stand on.
     *
     * @param database the store
     * @param node this node's id; others free what it holds once it is no longer among the nodes
     * @param times whose time is whose
     * @param ids makes the ids of endpoints, events and attempts
     * @param meters where it counts
     */
    public record Ground(Database database, String node, Times times, Ids ids, MeterRegistry meters) {}

    /**
     * The clocks.
     *
     * @param platform real time: back-off, signatures
     * @param tenants the tenants' time: what stands in bodies
     * @param nanos a clock that only runs forward, for how long an attempt takes
     */
    public record Times(InstantSource platform, TenantClock tenants, LongSupplier nanos) {}

    /**
     * @param vault seals the secrets of endpoints
     * @param resolver the way to addresses that may be connected to
     * @param chance spreads the waits
     */
    public Webhooks(Ground ground, Vault vault, GuardedResolver resolver, RandomGenerator chance) {
        Database database = ground.database();
        InstantSource clock = ground.times().platform();
        DeliveryRows rows = new DeliveryRows(new EndpointRows(vault));
        this.deadlines = new Deadlines(Post.LIMIT, ground.times().nanos());
        this.endpoints = new Endpoints(database, vault, resolver, clock, ground.ids());
        this.dispatcher = new Dispatcher(
                new Dispatcher.Parts(
                        database,
                        ground.node(),
                        clock,
                        chance::nextDouble,
                        new Post(resolver, deadlines, clock, Lanes.MOST_OUT),
                        new DeliveryTelemetry(ground.meters())),
                rows,
                settled -> new Outcomes(database, clock, ground.times().tenants(), ground.ids(), settled));
        this.fanout = new Fanout(database, rows, dispatcher, clock);
        this.deliveries =
                new Deliveries(database, endpoints, clock, ground.times().tenants(), ground.ids(), dispatcher::wake);
        this.housekeeping = new Housekeeping(database, new Retention(database, clock), clock);
    }

    /**
     * The sealed columns of {@code webhook_endpoint}, each with what names it for an endpoint's id: for whoever seals them
     * anew.
     */
    public static SortedMap<String, UnaryOperator<String>> sealed() {
        return new TreeMap<>(EndpointRows.sealed());
    }

    /** Told of each event as it enters the feed. */
    public Numberer.Subscriber subscriber() {
        return fanout;
    }

    /**
     * Begins to send. The node must be among the nodes by then.
     *
     * @param eventMade told of tenants for whom an event was made
     */
    public void start(Consumer<Tenant> eventMade) {
        deadlines.start();
        dispatcher.start(eventMade);
        housekeeping.start();
    }

    /** Claims no more; what this node holds is sent. */
    public void stopClaiming() {
        dispatcher.stopClaiming();
    }

    /** Frees what this node holds and has not sent yet. */
    public void handOver() {
        dispatcher.handOver();
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    /** A tenant has an endpoint from now on: what happens on this node is sent without delay. */
    public void listens(Tenant tenant) {
        fanout.listens(tenant);
    }

    /** How long an attempt may take in all. */
    public static Duration attemptLimit() {
        return Post.LIMIT;
    }

    /** Ends what is out, writes what came of it, and frees the rest for other nodes. */
    @Override
    public void close() {
        housekeeping.close();
        dispatcher.close();
    }
}
