package energy.amps.server;

import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.config.DatabaseAddress;
import energy.amps.server.config.Secret;
import energy.amps.server.config.Settings;
import energy.amps.server.device.Connectors;
import energy.amps.server.embedded.Durability;
import energy.amps.server.embedded.EmbeddedPostgres;
import energy.amps.server.embedded.PostgresOptions;
import energy.amps.server.http.HttpConfig;
import energy.amps.server.http.HttpLimits;
import energy.amps.server.http.HttpServer;
import energy.amps.server.http.HttpTimeouts;
import energy.amps.server.secrets.KeyFile;
import energy.amps.server.secrets.Vault;
import energy.amps.server.store.ClockSampling;
import energy.amps.server.store.Database;
import energy.amps.server.store.Migrations;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.store.SteadyClock;
import energy.amps.server.tenant.Allowances;
import energy.amps.server.webhook.AddressPolicy;
import energy.amps.server.webhook.Cidr;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: the database it brought along, if it did, the platform, and the edge. */
final class Node implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    private static final String EMBEDDED_DATABASE = "amps";

    /** For a second node, and for an operator who looks in. */
    private static final int SPARE_CONNECTIONS = 70;

    private final Settings settings;
    private final Optional<EmbeddedPostgres> embedded;
    private final Platform platform;
    private final HttpServer http;
    private final PrometheusMeterRegistry meters;
    private final ClockSampling sampling;
    private final Meters own;

    private Node(
            Settings settings,
            Optional<EmbeddedPostgres> embedded,
            Platform platform,
            HttpServer http,
            PrometheusMeterRegistry meters,
            ClockSampling sampling,
            Meters own) {
        this.settings = settings;
        this.embedded = embedded;
        this.platform = platform;
        this.http = http;
        this.meters = meters;
        this.sampling = sampling;
        this.own = own;
    }

    /**
     * Starts everything, in the order in which it stands on each other; what was started is closed again when a later part
     * fails.
     *
     * @param environment the process's variables, for the connectors' own settings
     */
    static Node start(Settings settings, Map<String, String> environment) {
        Optional<EmbeddedPostgres> embedded = settings.data().database().isPresent()
                ? Optional.empty()
                : Optional.of(EmbeddedPostgres.start(
                        settings.data().folder(),
                        PostgresOptions.of(Durability.DURABLE)
                                .withMaxConnections(2 * settings.data().poolSize() + SPARE_CONNECTIONS)
                                .forMemory(Memory.bytes())));
        try {
            Database.Address address = embedded.map(postgres -> own(postgres, settings))
                    .orElseGet(() -> foreign(settings.data().database().orElseThrow(), settings));
            Migrations.run(address);
            return start(settings, environment, embedded, address);
        } catch (RuntimeException e) {
            embedded.ifPresent(EmbeddedPostgres::close);
            throw e;
        }
    }

    private static Node start(
            Settings settings,
            Map<String, String> environment,
            Optional<EmbeddedPostgres> embedded,
            Database.Address address) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Meters own = Meters.of(meters);
        Connectors connectors = Connectors.installed(
                name -> Optional.ofNullable(environment.get(name)),
                settings.data().connectors());
        log.info("connectors: {}", connectors.vendors());
        PlatformClock clock = new PlatformClock(
                new SteadyClock(InstantSource.system(), System::nanoTime),
                settings.process().clockShift());
        Database database = Database.open(address, meters);
        Platform platform = new Platform(config(settings, embedded.isPresent()), database, clock, connectors, meters);
        try {
            ClockSampling sampling = ClockSampling.start(clock, database);
            platform.start();
            own.tell(meters, platform.node(), embedded.isPresent(), clock);
            HttpServer http = HttpServer.start(
                    http(settings),
                    new PlatformFeatures(platform),
                    new PlatformOperator(platform, AdminToken.of(settings)),
                    meters,
                    clock,
                    new SecureRandom());
            platform.foundAt(settings.server()
                    .publicUrl()
                    .orElseGet(() -> url(settings.server().bind(), http.port())));
            return new Node(settings, embedded, platform, http, meters, sampling, own);
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private static Database.Address own(EmbeddedPostgres postgres, Settings settings) {
        postgres.createDatabase(EMBEDDED_DATABASE);
        return new Database.Address(
                postgres.jdbcUrl(EMBEDDED_DATABASE),
                postgres.user(),
                postgres.password(),
                settings.data().poolSize());
    }

    private static Database.Address foreign(DatabaseAddress address, Settings settings) {
        return new Database.Address(
                address.jdbcUrl(),
                address.user().orElse(""),
                address.password().map(Secret::reveal).orElse(""),
                settings.data().poolSize());
    }

    private static Platform.Config config(Settings settings, boolean embedded) {
        return new Platform.Config(
                AgendaConfig.of(
                        settings.engine().agendaTick(), settings.engine().lease()),
                settings.engine().lateLimit(),
                settings.data().telemetryRetention(),
                new Allowances.Rate(
                        settings.limits().rateLimit(), settings.limits().rateBurst()),
                new Platform.Outbound(vault(settings, embedded), addresses(settings, embedded)),
                settings.engine().polling());
    }

    /** Several nodes on one database need the same key, so that only a database of this node's own brings one along. */
    private static Vault vault(Settings settings, boolean embedded) {
        List<byte[]> given = settings.outbound().encryptionKeys().stream()
                .map(key -> Base64.getDecoder().decode(key.reveal()))
                .toList();
        if (given.isEmpty() && !embedded) {
            log.info("AMPS_ENCRYPTION_KEY is not set: no webhook endpoint can be made, and no account linked whose"
                    + " credentials are needed again");
        }
        return Vault.with(
                given.isEmpty() && embedded ? List.of(KeyFile.in(settings.data().folder())) : given);
    }

    private static AddressPolicy addresses(Settings settings, boolean embedded) {
        return new AddressPolicy(settings.outbound()
                .webhookAllow()
                .map(ranges -> ranges.stream()
                        .map(range -> Cidr.parse(range).orElseThrow())
                        .toList())
                .orElse(embedded ? AddressPolicy.LOOPBACK : List.of()));
    }

    /** Whether webhooks reach this machine itself because nobody said otherwise. */
    boolean sendsToItself() {
        return embedded.isPresent() && settings.outbound().webhookAllow().isEmpty();
    }

    private static HttpConfig http(Settings settings) {
        HttpLimits limits = new HttpLimits(
                HttpLimits.DEFAULT.requestLineBytes(),
                HttpLimits.DEFAULT.headerBytes(),
                connections(settings),
                settings.limits().maxRequests());
        return new HttpConfig(
                new InetSocketAddress(
                        settings.server().bind(), settings.server().port()),
                new InetSocketAddress(
                        settings.server().managementBind(), settings.server().managementPort()),
                limits,
                HttpTimeouts.DEFAULT);
    }

    /** With a database that ends with this node there is no other that requests could go to. */
    private Duration drain() {
        return embedded.isPresent() ? Duration.ZERO : settings.process().drain();
    }

    private static int connections(Settings settings) {
        int wanted = settings.limits().maxConnections();
        int possible = OpenFiles.here()
                .map(files -> files.connections(wanted, 2 * settings.data().poolSize()))
                .orElse(wanted);
        if (possible < wanted) {
            log.warn(
                    "the system's limit on open files leaves room for {} client connections, not for the {} of"
                            + " AMPS_MAX_CONNECTIONS; raise it (ulimit -n, LimitNOFILE) to serve more",
                    possible,
                    wanted);
        }
        return possible;
    }

    Platform platform() {
        return platform;
    }

    /** Completes when the database that this node brought along has ended by itself; never, when it is another's. */
    void whenDatabaseEnds(Runnable then) {
        embedded.ifPresent(postgres -> postgres.ended().thenRun(then));
    }

    String url() {
        return url(settings.server().bind(), http.port());
    }

    String managementUrl() {
        return url(settings.server().managementBind(), http.managementPort());
    }

    /** An address that can be pasted: one that means "everywhere" is reached on this machine at loopback. */
    static String url(InetAddress bind, int port) {
        InetAddress reachable = bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind;
        String host = reachable.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * Leaves so that nobody notices, then stops everything in the opposite order of its start: first balancers learn that
     * this node is not ready, while it serves as before; towards the end of that time it claims no more due work and does
     * what it holds; what is left then is freed for the others; then requests are refused, and what is under way ends.
     */
    @Override
    public void close() {
        Duration drain = drain();
        Duration last = drain.compareTo(platform.horizon()) < 0 ? drain : platform.horizon();
        http.drain();
        platform.stations().leave();
        http.awaitUnwatched(drain.minus(last));
        platform.stopClaiming();
        http.awaitUnwatched(last);
        platform.handOver();
        http.stop(settings.process().shutdownGrace());
        sampling.close();
        platform.close();
        embedded.ifPresent(EmbeddedPostgres::close);
        own.close();
        meters.close();
    }
}
