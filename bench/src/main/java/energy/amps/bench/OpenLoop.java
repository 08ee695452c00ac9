package energy.amps.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Calls that arrive at a steady rate whatever becomes of those before: one thread and a bounded number of connections. A call
 * that finds no free connection is counted and given up, so that nothing queues here.
 */
final class OpenLoop implements AutoCloseable {
    private static final int ANSWER_BYTES = 1 << 14;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(35);

    /** What is called, and who is told; on the loop's own thread. */
    interface Calls {
        /** The bytes of the next call. */
        byte[] next();

        /** The call that {@link #next} last gave found no connection. */
        void notSent(long arrivedNanos);

        /** A whole answer; {@code arrivedNanos} is when the call was to be sent. */
        void answered(byte[] request, Response response, long arrivedNanos, long nowNanos);

        /** The connection ended before there was an answer. */
        void broken(byte[] request, long arrivedNanos);
    }

    private static final byte[] NONE = {};

    private final InetSocketAddress address;
    private final Selector selector = Selector.open();
    private final List<Line> lines = new ArrayList<>();
    private final Deque<Line> idle = new ArrayDeque<>();

    /** Opens the connections, to this machine. */
    OpenLoop(URI server, int connections) throws IOException {
        address = new InetSocketAddress(InetAddress.getByName(server.getHost()), server.getPort());
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IOException("only this machine is loaded, and " + server + " is another");
        }
        for (int i = 0; i < connections; i++) {
            Line line = new Line();
            lines.add(line);
            idle.push(line);
        }
    }

    /** A connection and what is under way on it. */
    private final class Line {
        private final Response response = new Response(ANSWER_BYTES);
        private SocketChannel channel;
        private byte[] request = NONE;
        private long arrivedNanos;

        Line() throws IOException {
            channel = open();
        }

        private SocketChannel open() throws IOException {
            SocketChannel fresh = SocketChannel.open(address);
            fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
            fresh.configureBlocking(false);
            fresh.register(selector, SelectionKey.OP_READ, this);
            return fresh;
        }

        void send(byte[] bytes, long arrived) throws IOException {
            request = bytes;
            arrivedNanos = arrived;
            response.clear();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (channel.write(buffer) < bytes.length) {
                throw new IOException("a request of " + bytes.length + " bytes did not fit the socket");
            }
        }

        void reopen() throws IOException {
            channel.close();
            request = NONE;
            channel = open();
        }
    }

    /** Runs for that long, and then until the last answer is there, or long enough. */
    void run(double perSecond, Duration length, Calls calls) throws IOException {
        long start = System.nanoTime();
        long end = start + length.toNanos();
        double gap = 1e9 / perSecond;
        long arrivals = 0;
        while (true) {
            long now = System.nanoTime();
            long next = start + (long) (arrivals * gap);
            while (next <= now && next < end) {
                arrive(calls, next);
                arrivals++;
                next = start + (long) (arrivals * gap);
            }
            if (now >= end && (idle.size() == lines.size() || now > end + LAST_ANSWERS.toNanos())) {
                return;
            }
            selector.select(key -> ready(key, calls), 1);
        }
    }

    private void arrive(Calls calls, long arrivedNanos) throws IOException {
        byte[] request = calls.next();
        Line line = idle.poll();
        if (line == null) {
            calls.notSent(arrivedNanos);
            return;
        }
        try {
            line.send(request, arrivedNanos);
        } catch (IOException e) {
            // The server has closed it meanwhile; the caller is told, and the next call gets a fresh one.
            calls.broken(request, arrivedNanos);
            line.reopen();
            idle.push(line);
        }
    }

    private void ready(SelectionKey key, Calls calls) {
        Line line = (Line) key.attachment();
        try {
            read(line, calls);
        } catch (IOException e) {
            renew(line, calls);
        }
    }

    private void read(Line line, Calls calls) throws IOException {
        Response response = line.response;
        ByteBuffer room = ByteBuffer.wrap(response.bytes(), response.filled(), ANSWER_BYTES - response.filled());
        int read = line.channel.read(room);
        if (read < 0) {
            renew(line, calls);
        } else if (read > 0 && response.add(read)) {
            calls.answered(line.request, response, line.arrivedNanos, System.nanoTime());
            line.request = NONE;
            idle.push(line);
        }
    }

    private void renew(Line line, Calls calls) {
        boolean busy = line.request.length > 0;
        if (busy) {
            calls.broken(line.request, line.arrivedNanos);
        }
        try {
            line.reopen();
        } catch (IOException e) {
            throw new IllegalStateException("the server takes no connection any more", e);
        }
        if (busy) {
            idle.push(line);
        }
    }

    @Override
    public void close() throws IOException {
        for (Line line : lines) {
            line.channel.close();
        }
        selector.close();
    }
}
