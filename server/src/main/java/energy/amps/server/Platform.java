package energy.amps.server;

import energy.amps.server.action.Actions;
import energy.amps.server.action.Fires;
import energy.amps.server.action.Lifecycle;
import energy.amps.server.action.Passage;
import energy.amps.server.action.Pushes;
import energy.amps.server.action.Recalls;
import energy.amps.server.action.Rehearsals;
import energy.amps.server.action.Renewal;
import energy.amps.server.action.Timelines;
import energy.amps.server.action.Withdrawals;
import energy.amps.server.agenda.Agenda;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.agenda.Jobs;
import energy.amps.server.clock.TestClocks;
import energy.amps.server.credential.Envelopes;
import energy.amps.server.credential.Materials;
import energy.amps.server.credential.Rotation;
import energy.amps.server.device.Connections;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.Devices;
import energy.amps.server.device.Looks;
import energy.amps.server.device.Pasts;
import energy.amps.server.device.Readings;
import energy.amps.server.event.Bells;
import energy.amps.server.event.Feed;
import energy.amps.server.event.Numberer;
import energy.amps.server.history.Histories;
import energy.amps.server.history.Partitions;
import energy.amps.server.history.Telemetry;
import energy.amps.server.idempotency.ClaimRows;
import energy.amps.server.idempotency.Claims;
import energy.amps.server.idempotency.Forgetting;
import energy.amps.server.link.Accounts;
import energy.amps.server.link.Links;
import energy.amps.server.schedule.Firing;
import energy.amps.server.schedule.Schedules;
import energy.amps.server.schedule.WalkedSlots;
import energy.amps.server.secrets.Vault;
import energy.amps.server.station.Pairings;
import energy.amps.server.station.Stations;
import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.tenant.Allowances;
import energy.amps.server.tenant.Audit;
import energy.amps.server.tenant.Customers;
import energy.amps.server.tenant.KeyRing;
import energy.amps.server.tenant.KeyUse;
import energy.amps.server.tenant.Keys;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.tenant.Users;
import energy.amps.server.user.Erasure;
import energy.amps.server.user.Pseudonyms;
import energy.amps.server.vendor.Gatehouse;
import energy.amps.server.vendor.HealthRecord;
import energy.amps.server.watch.Watch;
import energy.amps.server.webhook.AddressPolicy;
import energy.amps.server.webhook.GuardedResolver;
import energy.amps.server.webhook.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The parts of a node and how they hang together; everything but HTTP. */
public final class Platform implements AutoCloseable {
    private final Database database;
    private final Agenda agenda;
    private final Jobs jobs;
    private final Lifecycle lifecycle;
    private final TenantClock tenantClock;
    private final Connectors connectors;
    private final KeyUse keyUse;
    private final Keys keys;
    private final Audit audit;
    private final KeyRing keyRing;
    private final Allowances allowances;
    private final Users users;
    private final Customers customers;
    private final Devices devices;
    private final Pushes pushes;
    private final Actions actions;
    private final Rehearsals rehearsals;
    private final Timelines timelines;
    private final Agenda scheduleAgenda;
    private final Schedules schedules;
    private final TestClocks clocks;
    private final Webhooks webhooks;
    private final Numberer numberer;
    private final Feed feed;
    private final Withdrawals withdrawals;
    private final Pseudonyms pseudonyms;
    private final Accounts accounts;
    private final Links links;
    private final Erasure erasure;
    private final Recalls recalls;
    private final Rounds rounds;
    private final Readiness readiness;
    private volatile String publicUrl = "";
    private final Watch watch;
    private final Partitions partitions;
    private final Telemetry telemetry;
    private final Histories histories;
    private final Claims claims;
    private final Forgetting forgetting;
    private final Stations stations;
    private final Rotation rotation;
    private final HealthRecord health;
    private final Looks looks;
    private final boolean polling;

    /**
     * How a node works.
     *
     * @param agenda how it keeps its appointments
     * @param lateLimit how late a bare start may fire
     * @param telemetryRetention how long live readings are kept
     * @param rate how fast each key may ask
     * @param outbound how it speaks to addresses that customers chose
     * @param polling whether it looks at live devices by itself
     */
    public record Config(
            AgendaConfig agenda,
            Duration lateLimit,
            Duration telemetryRetention,
            Allowances.Rate rate,
            Outbound outbound,
            boolean polling) {

        /**
         * A node that keeps live readings as long as one does that is told nothing, counts no requests, has no key,
         * speaks to public addresses alone, and looks at no device that nobody reads.
         */
        public Config(AgendaConfig agenda, Duration lateLimit) {
            this(agenda, lateLimit, new Outbound(Vault.with(List.of()), new AddressPolicy(List.of())));
        }

        /** The same, speaking to others as it is told. */
        public Config(AgendaConfig agenda, Duration lateLimit, Outbound outbound) {
            this(agenda, lateLimit, Partitions.RETENTION, new Allowances.Rate(0, 1), outbound, false);
        }
    }

    /**
     * How a node speaks to addresses that customers chose.
     *
     * @param vault seals what is needed to sign
     * @param addresses where it may go
     */
    public record Outbound(Vault vault, AddressPolicy addresses) {}

    /**
     * Puts the parts together; nothing runs yet.
     *
     * @param database migrated and open; closed with the platform
     * @param clock the platform's time
     */
    public Platform(
            Config config, Database database, PlatformClock clock, Connectors connectors, MeterRegistry meters) {
        this.database = database;
        this.connectors = connectors;
        Ids ids = new Ids(clock, new SecureRandom());
        this.keyUse = new KeyUse(database, clock);
        this.keys = new Keys(database, clock, keyUse);
        this.audit = new Audit(database, clock, ids);
        this.keyRing = new KeyRing(database, clock, ids, keys, audit);
        this.allowances = new Allowances(config.rate(), database, System::nanoTime);
        this.users = new Users(database);
        this.customers = new Customers(database, clock, ids, keyRing, keys, audit);
        this.agenda = new Agenda(
                database, new Agenda.Clocks(clock, System::nanoTime), ids.next("node_"), config.agenda(), meters);
        this.jobs = new Jobs(database, clock, meters);
        this.tenantClock = new TenantClock(clock, database, agenda.turned());
        this.partitions = new Partitions(database, clock, config.telemetryRetention());
        this.telemetry = new Telemetry(database, partitions, tenantClock, clock, meters);
        this.histories = new Histories(database, new Pasts(database, connectors), tenantClock);
        Envelopes envelopes = new Envelopes(config.outbound().vault());
        Materials materials = new Materials(database, envelopes);
        this.rotation = new Rotation(
                database,
                envelopes,
                Webhooks.sealed().entrySet().stream()
                        .map(column -> new Rotation.Column(
                                "webhook_endpoint",
                                column.getKey(),
                                (tenant, id) -> column.getValue().apply(id),
                                false))
                        .toList());
        this.health = new HealthRecord(database, clock, agenda.node());
        Gatehouse gatehouse =
                new Gatehouse(new Gatehouse.Ground(database, materials, health, clock, meters), connectors.vendors());
        this.lifecycle = new Lifecycle(
                new Lifecycle.Parts(
                        database,
                        clock,
                        tenantClock,
                        ids,
                        connectors,
                        Lifecycle.Threads.virtual(),
                        meters,
                        telemetry,
                        gatehouse),
                agenda,
                config.lateLimit());
        Connections connections = new Connections(database, tenantClock, ids, () -> publicUrl);
        lifecycle.whenCredentialsDie(connections::lost);
        Readings readings = new Readings(database);
        lifecycle.whenLooked(readings::note);
        this.polling = config.polling();
        this.looks = new Looks(
                database,
                connectors,
                new Looks.Vendors(lifecycle::look, gatehouse::outlook, connections::lost),
                new Looks.Times(clock, tenantClock),
                meters);
        this.devices = new Devices(
                database,
                connectors,
                new Devices.Live(readings, lifecycle::read, gatehouse::quotas, clock, meters),
                users,
                tenantClock,
                connections);
        this.pushes = new Pushes(database, lifecycle, ids, meters);
        this.actions = new Actions(database, pushes, users, tenantClock);
        this.rehearsals = new Rehearsals(database, lifecycle);
        this.scheduleAgenda = agenda.beside(meters, "amps.schedules.agenda");
        Fires fires = new Fires(database, lifecycle, ids);
        new Firing(fires, scheduleAgenda, clock, ids, meters);
        this.schedules = new Schedules(database, fires, users, tenantClock, ids);
        this.clocks = new TestClocks(
                database,
                clock,
                agenda,
                new Passage(lifecycle, new WalkedSlots(meters), ids),
                new Renewal(lifecycle, schedules::cancelAll),
                Map.of());
        this.webhooks = new Webhooks(
                new Webhooks.Ground(
                        database, agenda.node(), new Webhooks.Times(clock, tenantClock, System::nanoTime), ids, meters),
                config.outbound().vault(),
                GuardedResolver.of(config.outbound().addresses()),
                new SecureRandom());
        this.timelines = new Timelines(database, actions, clock, new ToldDeliveries(webhooks.deliveries()));
        Bells bells = new Bells();
        this.numberer = new Numberer(database, webhooks.subscriber(), bells, meters);
        this.feed = new Feed(database, numberer, bells);
        this.withdrawals = new Withdrawals(database, lifecycle);
        this.pseudonyms = new Pseudonyms(database);
        this.accounts = new Accounts(database, connections, materials, tenantClock, ids);
        this.links = new Links(
                new Links.Parts(
                        database,
                        clock,
                        tenantClock,
                        ids,
                        users,
                        accounts,
                        materials,
                        new Pairings(ids, () -> publicUrl)),
                connectors,
                lifecycle::call,
                jobs);
        this.stations = new Stations(
                new Stations.Parts(database, clock, tenantClock, ids, agenda.node(), meters), connectors, telemetry);
        this.erasure = new Erasure(
                new Erasure.Parts(
                        database, clock, withdrawals, connections, pseudonyms, (tenant, gone) -> !webhooks.deliveries()
                                .isLeaveOutstanding(tenant, gone)),
                users,
                jobs);
        withdrawals.first(schedules::cancelAll);
        this.recalls = new Recalls(database, withdrawals, clock, ids);
        this.rounds = new Rounds(List.of(recalls::carryOut, keyUse::write, timelines::forget, gatehouse::write));
        this.readiness = new Readiness(database::answers, System::nanoTime);
        this.watch = new Watch(database, clock, meters);
        this.claims = new ClaimRows(database, clock, ids);
        this.forgetting = new Forgetting(database, clock);
    }

    /** Says under which address the service's pages are found; until then nobody is sent there. */
    public void foundAt(String url) {
        publicUrl = url;
    }

    /** Takes up work. */
    public void start() {
        lifecycle.tellOfEvents(numberer::made);
        lifecycle.start();
        agenda.start();
        jobs.start();
        scheduleAgenda.start();
        webhooks.start(numberer::made);
        numberer.start();
        watch.start();
        rounds.start();
        partitions.start();
        telemetry.start();
        forgetting.start();
        stations.start();
        if (polling) {
            looks.start();
        }
    }

    /** This node's id, new at every start. */
    public String node() {
        return agenda.node();
    }

    /** Whether this node can serve: the database answers, and the agenda holds its lease. */
    public boolean ready() {
        return agenda.healthy() && readiness.databaseAnswers();
    }

    /** Runs work that only one node may do at a time. */
    public <T> T alone(String purpose, Supplier<T> work) {
        return database.alone(purpose, work);
    }

    /** Takes up no more due work; what this node holds is done at its instant, and requests are served as before. */
    public void stopClaiming() {
        looks.stopClaiming();
        webhooks.stopClaiming();
        agenda.stopClaiming();
        scheduleAgenda.stopClaiming();
    }

    /** Frees the due work that this node holds for the others, now and whatever requests still bring; what is out goes on. */
    public void handOver() {
        webhooks.handOver();
        agenda.stop();
        scheduleAgenda.stop();
    }

    /** How far ahead due work is held. */
    public Duration horizon() {
        return agenda.horizon();
    }

    /** Stops taking up work, lets what is out come back, and frees what this node holds for the others. */
    @Override
    public void close() {
        forgetting.close();
        watch.close();
        jobs.close();
        looks.close();
        agenda.stop();
        scheduleAgenda.close();
        clocks.close();
        rounds.close();
        lifecycle.close();
        numberer.close();
        webhooks.close();
        stations.close();
        agenda.close();
        partitions.close();
        telemetry.close();
        database.close();
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    public Feed feed() {
        return feed;
    }

    public Connectors connectors() {
        return connectors;
    }

    public TenantClock clock() {
        return tenantClock;
    }

    public TestClocks clocks() {
        return clocks;
    }

    public Keys keys() {
        return keys;
    }

    public KeyRing keyRing() {
        return keyRing;
    }

    public Audit audit() {
        return audit;
    }

    public Allowances allowances() {
        return allowances;
    }

    public Users users() {
        return users;
    }

    public Customers customers() {
        return customers;
    }

    public Devices devices() {
        return devices;
    }

    public Jobs jobs() {
        return jobs;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Links links() {
        return links;
    }

    public Pseudonyms pseudonyms() {
        return pseudonyms;
    }

    public Erasure erasure() {
        return erasure;
    }

    public Pushes pushes() {
        return pushes;
    }

    public Actions actions() {
        return actions;
    }

    public Rehearsals rehearsals() {
        return rehearsals;
    }

    public Timelines timelines() {
        return timelines;
    }

    public Schedules schedules() {
        return schedules;
    }

    public Recalls recalls() {
        return recalls;
    }

    public Withdrawals withdrawals() {
        return withdrawals;
    }

    public Stations stations() {
        return stations;
    }

    public Histories histories() {
        return histories;
    }

    public Claims claims() {
        return claims;
    }

    /** Looks at live devices by itself. */
    public Looks looks() {
        return looks;
    }

    /** How vendors have answered. */
    public HealthRecord health() {
        return health;
    }

    /** Seals secrets anew under another key. */
    public Rotation rotation() {
        return rotation;
    }
}
