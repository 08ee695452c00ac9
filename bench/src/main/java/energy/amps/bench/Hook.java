package energy.amps.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A receiver of webhooks on loopback that spends as little of the machine as it can: it notes when each message was wholly in,
 * and answers 200; or it takes connections and says nothing, as a dead one does. Thread-safe.
 */
final class Hook implements AutoCloseable {
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);
    private static final int BACKLOG = 1_024;
    private static final long LOOK_NANOS = 2_000_000L;
    private static final String LENGTH = "content-length:";
    private static final String ID = "webhook-id:";

    private final ServerSocket door;
    private final InstantSource clock;
    private final boolean answers;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> arrivals = new ConcurrentHashMap<>();

    private Hook(InstantSource clock, boolean answers) throws IOException {
        this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.clock = clock;
        this.answers = answers;
        Thread.ofVirtual().name("hook").start(this::accept);
    }

    static Hook answering(InstantSource clock) throws IOException {
        return new Hook(clock, true);
    }

    static Hook dead(InstantSource clock) throws IOException {
        return new Hook(clock, false);
    }

    String url() {
        return "http://127.0.0.1:" + door.getLocalPort() + "/hook";
    }

    /** When each message came first, by its id. */
    Map<String, Instant> arrivals() {
        return Map.copyOf(arrivals);
    }

    /** Forgets what came. */
    void clear() {
        arrivals.clear();
    }

    /**
     * Waits for so many messages.
     *
     * @throws IllegalStateException when they have not come within {@code limit}
     */
    void await(long messages, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (arrivals.size() < messages) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "of " + messages + " messages " + arrivals.size() + " had come within " + limit);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = door.accept();
                open.add(socket);
                if (answers) {
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            }
        } catch (IOException closed) {
            // The run is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (message(in)) {
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException gone) {
            // Whoever sent it is gone, and sees that it was not answered.
        } finally {
            open.remove(socket);
        }
    }

    /** Reads a message; false at the end of the connection. */
    private boolean message(InputStream in) throws IOException {
        int length = 0;
        String id = "";
        List<String> head = head(in);
        for (String line : head) {
            String small = line.toLowerCase(Locale.ROOT);
            if (small.startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            } else if (small.startsWith(ID)) {
                id = line.substring(ID.length()).strip();
            }
        }
        if (head.isEmpty() || in.readNBytes(length).length < length) {
            return false;
        }
        arrivals.putIfAbsent(id, clock.instant());
        return true;
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                if (line.isEmpty()) {
                    return lines;
                }
                lines.add(line.toString());
                line.setLength(0);
            } else if (c != '\r') {
                line.append((char) c);
            }
        }
        return List.of();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
