package energy.amps.server.http;

import io.helidon.common.socket.SocketOptions;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The options of accepted sockets, and the way to the sockets themselves. Helidon hands each one to its options on the
 * accepting thread, before anything is read, and to nobody else; a {@link ClientConnection} needs its socket to bound its
 * reads. Thread-safe.
 */
final class AcceptedSockets implements SocketOptions {

    private final SocketOptions options =
            SocketOptions.builder().tcpNoDelay(true).build();
    private final Map<SocketAddress, Socket> byPeer = new ConcurrentHashMap<>();

    @Override
    public void configureSocket(Socket socket) {
        options.configureSocket(socket);
        byPeer.put(socket.getRemoteSocketAddress(), socket);
    }

    /** The socket of a peer, once. */
    Socket claim(SocketAddress peer) {
        return Objects.requireNonNull(byPeer.remove(peer), () -> "never accepted: " + peer);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
