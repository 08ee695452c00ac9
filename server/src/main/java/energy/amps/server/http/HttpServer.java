package energy.amps.server.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.websocket.WsConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running edge: two listeners, one for the API, one for those who operate it.
 *
 * <p>Thread-safe. Started once, stopped once; a second stop does nothing.
 */
public final class HttpServer {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int RECEIVE_BUFFER_BYTES = 65_536;

    /** What Helidon waits for its own threads, once everything that counts has been waited for. */
    private static final Duration HELIDONS_GRACE = Duration.ofMillis(200);

    private final WebServer api;
    private final WebServer management;
    private final Traffic traffic;
    private final UnreadAnswers unread;

    private HttpServer(WebServer api, WebServer management, Traffic traffic, UnreadAnswers unread) {
        this.api = api;
        this.management = management;
        this.traffic = traffic;
        this.unread = unread;
    }

    /**
     * Opens both listeners.
     *
     * @param config where, and with which limits
     * @param features what is behind the edge
     * @param operator what is behind the operator's
     * @param meters gets the edge's own metrics, and is what {@code /metrics} shows
     * @param clock the platform's time, for answers to callers that are not known
     * @param chance for request ids; thread-safe
     * @throws ListenFailure when a port is taken or an address is not this machine's; nothing stays open
     */
    public static HttpServer start(
            HttpConfig config,
            Features features,
            OperatorFeatures operator,
            PrometheusMeterRegistry meters,
            InstantSource clock,
            RandomGenerator chance) {
        Traffic traffic = new Traffic(config.limits().concurrentRequests());
        Telemetry telemetry = new Telemetry(meters, traffic);
        UnreadAnswers unread = UnreadAnswers.watch(config.timeouts().write());
        Listeners listeners =
                new Listeners(config, traffic, unread, telemetry, new Answers(features, clock), new RequestIds(chance));
        RouteTable routes = new RouteTable(Routes.all(features, traffic, ApiDocument.asJson()));
        RouteTable operating = new RouteTable(Routes.management(features, operator, traffic, meters::scrape));
        try {
            WebServer api = listeners.open(
                    "API",
                    config.api(),
                    new Edge(features, traffic, routes, Optional.empty()),
                    List.of(new StationUpgrade(features.stations())));
            try {
                WebServer management = listeners.open(
                        "management",
                        config.management(),
                        new Edge(features, traffic, operating, Optional.of(new OperatorDoor(operator))),
                        List.of());
                return new HttpServer(api, management, traffic, unread);
            } catch (ListenFailure e) {
                api.stop();
                throw e;
            }
        } catch (ListenFailure e) {
            unread.close();
            throw e;
        }
    }

    /** The port of the API. */
    public int port() {
        return api.port();
    }

    /** The port of {@code /admin}, {@code /metrics} and {@code /health/*}. */
    public int managementPort() {
        return management.port();
    }

    /**
     * Begins to leave: from now on {@code /health/ready} is answered with 503, so that balancers send their requests
     * elsewhere, and every answer closes its connection, so that clients who keep one do. Requests are served as before.
     */
    public void drain() {
        traffic.drain();
    }

    /**
     * Waits for those who must notice a {@link #drain}; less long when there is nobody: no connection open, and readiness
     * not asked for lately.
     *
     * @param atMost the longest wait
     */
    public void awaitUnwatched(Duration atMost) {
        try {
            traffic.awaitUnwatched(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops: from now on {@code /health/ready} and every new request of the API are answered with 503, what is under way is
     * finished, then the listeners close. Returns when they have.
     *
     * @param grace how long what is under way may take; what takes longer is cut off
     */
    public void stop(Duration grace) {
        traffic.refuse();
        try {
            if (!traffic.awaitQuiet(grace)) {
                LOG.atWarn().addKeyValue("requests", traffic.underWay()).log("Requests were cut off by the shutdown");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        api.stop();
        management.stop();
        unread.close();
    }

    /** What both listeners have in common. */
    private record Listeners(
            HttpConfig config,
            Traffic traffic,
            UnreadAnswers unread,
            Telemetry telemetry,
            Answers answers,
            RequestIds ids) {

        WebServer open(String name, InetSocketAddress address, Edge edge, List<Http1Upgrader> upgraders) {
            probe(name, address);
            AcceptedSockets sockets = new AcceptedSockets();
            WebServer server = WebServer.builder()
                    .address(address.getAddress())
                    .port(address.getPort())
                    .shutdownHook(false)
                    .shutdownGracePeriod(HELIDONS_GRACE)
                    .maxTcpConnections(config.limits().connections())
                    .putListenerSocketOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
                    .connectionOptions(sockets)
                    .protocolsDiscoverServices(false)
                    .featuresDiscoverServices(false)
                    .addConnectionSelector(new GuardedHttp1(sockets, config, traffic, unread, upgraders))
                    .addProtocol(WsConfig.builder()
                            .maxFrameLength(StationSocket.MESSAGE_BYTES)
                            .build())
                    .contentEncoding(new UndecodedBodies())
                    .directHandlers(new MalformedRequests(answers, ids, telemetry).everywhere())
                    .routing(HttpRouting.builder().addFilter(new Frontier(edge, traffic, answers, ids, telemetry)))
                    .build()
                    .start();
            if (!server.isRunning()) {
                throw new ListenFailure(name, address, new IOException("the listener did not open"));
            }
            LOG.atInfo()
                    .addKeyValue("listener", name)
                    .addKeyValue("address", address.getHostString())
                    .addKeyValue("port", server.port())
                    .log("Listening");
            return server;
        }

        /** Helidon reports a port that is taken in its log alone; this learns the reason first. */
        private static void probe(String name, InetSocketAddress address) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(address);
            } catch (IOException e) {
                throw new ListenFailure(name, address, e);
            }
        }
    }
}
