package energy.amps.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection, as Helidon sees it: the same as ever, but that every byte read from the socket passes
 * {@link #read}, which knows how far the request is and how long that may take. Helidon itself sets no read time-out on a
 * server's sockets, and buffers a chunk of any announced size.
 *
 * <pre>
 *   IDLE --first byte--> HEAD --headers read--> BODY --answer sent--> IDLE, or CLOSING
 *                                                 +--upgraded--> OPEN
 * </pre>
 *
 * Belongs to the connection's thread.
 */
final class ClientConnection implements ConnectionContext {

    /** The connection that the current thread serves; bound for as long as it does. */
    static final ScopedValue<ClientConnection> CURRENT = ScopedValue.newInstance();

    /** Most bytes read and dropped after an answer that closes the connection. */
    private static final int LINGER_BYTES = 16 * 1024 * 1024;

    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        OPEN,
        CLOSING
    }

    private final ConnectionContext helidon;
    private final Socket socket;
    private final HttpTimeouts timeouts;
    private final DataReader reader = new DataReader(this::read);
    private final DataWriter writer = new TimedWriter();

    /** {@link System#nanoTime} at which the write under way began; 0 when there is none. Read by another thread. */
    private volatile long writeStarted;

    private Phase phase = Phase.IDLE;
    private long deadline;
    private long requestStarted;
    private long bodyWireBytes;
    private Duration silence = Duration.ZERO;
    private Optional<String> path = Optional.empty();
    private Optional<String> complaint = Optional.empty();

    ClientConnection(ConnectionContext helidon, Socket socket, HttpTimeouts timeouts) {
        this.helidon = helidon;
        this.socket = socket;
        this.timeouts = timeouts;
        wait(Phase.IDLE, timeouts.idle());
    }

    /** The request line has been read. */
    void requestBegins(String requestPath) {
        if (phase == Phase.CLOSING) {
            throw new CloseConnectionException("What follows the last request is not answered");
        }
        if (phase == Phase.IDLE) { // it lay in the buffer already, behind the request before it
            wait(Phase.HEAD, timeouts.head());
            requestStarted = System.nanoTime();
        }
        path = Optional.of(requestPath);
    }

    /** The headers have been read. */
    void bodyBegins() {
        bodyWireBytes = 0;
        wait(Phase.BODY, timeouts.body());
    }

    /** The answer has been sent, and the connection stays open for the next request. */
    void answered() {
        path = Optional.empty();
        wait(Phase.IDLE, timeouts.idle());
    }

    /** The answer has been sent, and it was the last one. */
    void closing() {
        phase = Phase.CLOSING;
    }

    /** HTTP has ended, and another protocol goes on over the same socket; the other side may be silent for so long. */
    void upgraded(Duration atMostSilent) {
        silence = atMostSilent;
        wait(Phase.OPEN, atMostSilent);
    }

    boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    /** Whether a request line or headers are being read. */
    boolean readsHead() {
        return phase == Phase.HEAD;
    }

    /** {@link System#nanoTime} of the first byte of the request under way. */
    long requestStarted() {
        return phase == Phase.IDLE ? System.nanoTime() : requestStarted;
    }

    /** The path of the request under way, once it is known. */
    Optional<String> path() {
        return path;
    }

    /** What this class or {@link Framing} found wrong with the request. */
    Optional<String> complaint() {
        return complaint;
    }

    /** Refuses the request under way as something that is not one. */
    RequestException malformed(String message) {
        return refused(message, DirectHandler.EventType.BAD_REQUEST, Status.BAD_REQUEST_400);
    }

    private RequestException refused(String message, DirectHandler.EventType type, Status status) {
        complaint = Optional.of(message);
        return RequestException.builder()
                .message(message)
                .type(type)
                .status(status)
                .setKeepAlive(false)
                .build();
    }

    private void wait(Phase next, Duration atMost) {
        phase = next;
        deadline = System.nanoTime() + atMost.toNanos();
    }

    /** The next bytes from the client; null at their end, as Helidon wants it. */
    @SuppressWarnings("NullAway") // the end of data is null in the supplier that Helidon's reader takes
    private byte[] read() {
        if (phase == Phase.CLOSING) {
            throw new CloseConnectionException("The last answer has been sent");
        }
        if (phase == Phase.OPEN) {
            wait(Phase.OPEN, silence);
        }
        byte[] bytes = receive();
        if (bytes == null) {
            if (phase == Phase.IDLE || phase == Phase.OPEN) {
                return null;
            }
            throw malformed("The request ends before it is complete.");
        }
        if (phase == Phase.IDLE) {
            wait(Phase.HEAD, timeouts.head());
            requestStarted = System.nanoTime();
        } else if (phase == Phase.BODY) {
            bodyWireBytes += bytes.length;
            if (bodyWireBytes > HttpLimits.BODY_WIRE_BYTES) {
                throw refused(
                        "The body is larger than " + HttpLimits.BODY_BYTES + " bytes.",
                        DirectHandler.EventType.PAYLOAD_TOO_LARGE,
                        Status.REQUEST_ENTITY_TOO_LARGE_413);
            }
        }
        return bytes;
    }

    private byte[] receive() {
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw late();
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            return helidon.serverSocket().get();
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof SocketTimeoutException
                    ? late()
                    : new CloseConnectionException("The client is gone", e);
        } catch (IOException e) {
            throw new CloseConnectionException("The client is gone", e);
        }
    }

    private RuntimeException late() {
        return phase == Phase.IDLE || phase == Phase.OPEN
                ? new CloseConnectionException(
                        "Nothing came within " + (phase == Phase.OPEN ? silence : timeouts.idle()))
                : malformed("The request was not complete in time.");
    }

    /** Whether one write has been under way for longer than that: the client does not read. For any thread. */
    boolean writesLongerThan(Duration patience) {
        long started = writeStarted;
        return started != 0 && System.nanoTime() - started > patience.toNanos();
    }

    /** Ends the connection under a write that waits, which then fails. For any thread. */
    void cutOff() {
        try {
            // Without waiting for what the client does not take.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            helidon.log(System.getLogger(ClientConnection.class.getName()), System.Logger.Level.DEBUG, "cut off", e);
        }
    }

    /**
     * Reads and drops what the client still sends after the last answer, until it closes too. Closing a socket with unread
     * bytes resets the connection, and a reset can overtake the answer.
     */
    void linger() {
        if (phase != Phase.CLOSING) {
            return;
        }
        long end = System.nanoTime() + timeouts.linger().toNanos();
        try {
            socket.shutdownOutput();
            long dropped = 0;
            long left = timeouts.linger().toMillis();
            while (left > 0 && dropped < LINGER_BYTES) {
                socket.setSoTimeout((int) left);
                byte[] bytes = helidon.serverSocket().get();
                if (bytes == null) {
                    return;
                }
                dropped += bytes.length;
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (IOException | UncheckedIOException e) {
            // The client was faster, or is silent: either way the answer is as safe as it can be.
            helidon.log(System.getLogger(ClientConnection.class.getName()), System.Logger.Level.TRACE, "linger", e);
        }
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public ListenerContext listenerContext() {
        return helidon.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return helidon.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public Router router() {
        return helidon.router();
    }

    @Override
    public HelidonSocket serverSocket() {
        return helidon.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return helidon.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return helidon.localPeer();
    }

    @Override
    public boolean isSecure() {
        return helidon.isSecure();
    }

    @Override
    public String socketId() {
        return helidon.socketId();
    }

    @Override
    public String childSocketId() {
        return helidon.childSocketId();
    }

    /** Helidon's writer, with a note of when the write under way began. */
    private final class TimedWriter implements DataWriter {

        private void timed(Runnable write) {
            // Never 0, which is for none.
            writeStarted = System.nanoTime() | 1;
            try {
                write.run();
            } finally {
                writeStarted = 0;
            }
        }

        @Override
        public void write(BufferData... buffers) {
            timed(() -> helidon.dataWriter().write(buffers));
        }

        @Override
        public void write(BufferData buffer) {
            timed(() -> helidon.dataWriter().write(buffer));
        }

        @Override
        public void writeNow(BufferData... buffers) {
            timed(() -> helidon.dataWriter().writeNow(buffers));
        }

        @Override
        public void writeNow(BufferData buffer) {
            timed(() -> helidon.dataWriter().writeNow(buffer));
        }

        @Override
        public void flush() {
            timed(helidon.dataWriter()::flush);
        }

        @Override
        public void close() {
            helidon.dataWriter().close();
        }
    }
}
