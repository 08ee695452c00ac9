package energy.amps.server.http;

import energy.amps.server.station.Admission;
import energy.amps.server.station.Caller;
import energy.amps.server.store.StoreException;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.websocket.WsConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets devices that dial in come in over WebSockets (RFC 6455). A caller who is not admitted is answered like any request
 * without a key: 401, in the envelope, and nothing of why.
 */
final class StationUpgrade implements Http1Upgrader {
    /** How long a socket may be silent; a device answers pings long before. */
    static final Duration SILENCE = Duration.ofSeconds(90);

    /** Callers that are looked up at a time; the others wait. */
    static final int MOST_AT_ONCE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(StationUpgrade.class);
    private static final HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");
    private static final HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");
    private static final HeaderName PROTOCOL = HeaderNames.create("Sec-WebSocket-Protocol");
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final StationFeatures features;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE, true);

    StationUpgrade(StationFeatures features) {
        this.features = features;
    }

    @Override
    public String supportedProtocol() {
        return "websocket";
    }

    /** Null, as Helidon wants it, for what goes on as an ordinary request. */
    @Override
    @SuppressWarnings("NullAway")
    public ServerConnection upgrade(ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        String path = prologue.uriPath().rawPath();
        String key = headers.first(KEY).orElse("");
        if (!(context instanceof ClientConnection connection)
                || !StationAddress.isOne(path)
                || !prologue.method().text().equals("GET")
                || key.isEmpty()
                || !headers.first(VERSION).orElse("").equals("13")) {
            return null;
        }
        Optional<Admission> admission = StationAddress.caller(path, headers).flatMap(this::admitted);
        if (admission.isEmpty()) {
            return null;
        }
        Optional<String> subprotocol = admission.get().subprotocol();
        switched(connection, key, subprotocol);
        connection.upgraded(SILENCE);
        StationSocket socket = new StationSocket(admission.get(), subprotocol.isPresent());
        Headers spoken = WritableHeaders.create();
        return new Served(WsConnection.create(connection, prologue, spoken, key, socket), socket);
    }

    private Optional<Admission> admitted(Caller caller) {
        try {
            room.acquire();
            try {
                return features.admit(caller);
            } finally {
                room.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("The server is stopping", e);
        } catch (StoreException e) {
            // Not a refusal, which some devices take to heart.
            LOG.atWarn().setCause(e).log("A device that dialled in could not be looked up");
            throw new CloseConnectionException("The device cannot be looked up", e);
        }
    }

    /** Without anything in common the handshake goes on without a sub-protocol, and the socket is closed (1.6J section 3.3). */
    private static void switched(ClientConnection connection, String key, Optional<String> subprotocol) {
        String head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n"
                + subprotocol
                        .map(name -> PROTOCOL.defaultCase() + ": " + name + "\r\n")
                        .orElse("")
                + "\r\n";
        connection.dataWriter().writeNow(BufferData.create(head.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** Whatever way a socket ends, its conversation does. */
    private record Served(ServerConnection connection, StationSocket socket) implements ServerConnection {
        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                connection.handle(limit);
            } finally {
                socket.ended();
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }
    }
}
