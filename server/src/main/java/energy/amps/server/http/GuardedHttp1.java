package energy.amps.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.Http1ConnectionSelectorConfig;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Serves every connection as HTTP/1.1, through a {@link ClientConnection}. The one protocol of a listener. */
final class GuardedHttp1 implements ServerConnectionSelector {

    private final Http1ConnectionSelector http1;
    private final AcceptedSockets sockets;
    private final HttpTimeouts timeouts;
    private final Traffic traffic;
    private final UnreadAnswers unread;

    /** @param upgraders what connections may go over to */
    GuardedHttp1(
            AcceptedSockets sockets,
            HttpConfig config,
            Traffic traffic,
            UnreadAnswers unread,
            List<Http1Upgrader> upgraders) {
        this.sockets = sockets;
        this.timeouts = config.timeouts();
        this.traffic = traffic;
        this.unread = unread;
        Http1ConnectionSelectorConfig.Builder selector = Http1ConnectionSelector.builder();
        upgraders.forEach(selector::addUpgrader);
        this.http1 = selector.config(Http1Config.builder()
                        .maxPrologueLength(config.limits().requestLineBytes())
                        .maxHeadersSize(config.limits().headerBytes())
                        .validatePrologue(false) // of the query alone, which is refused later and in its turn
                        .receiveLog(false)
                        .sendLog(false)
                        .addReceiveListener(new Framing())
                        .build())
                .build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        ClientConnection connection =
                new ClientConnection(context, sockets.claim(context.remotePeer().address()), timeouts);
        return new Guarded(connection, http1.connection(connection));
    }

    private final class Guarded implements ServerConnection {

        private final ClientConnection connection;
        private final ServerConnection served;

        Guarded(ClientConnection connection, ServerConnection served) {
            this.connection = connection;
            this.served = served;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            traffic.connected();
            unread.opened(connection);
            try {
                ScopedValue.where(ClientConnection.CURRENT, connection).<Void, InterruptedException>call(() -> {
                    served.handle(limit);
                    return null;
                });
            } finally {
                unread.ended(connection);
                traffic.disconnected();
                connection.linger();
            }
        }

        @Override
        public Duration idleTime() {
            return served.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            served.close(interrupt);
        }
    }
}
