package energy.amps.connector.sunspec;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/** What lies between a client and a device, and how it fails: per request, by the request's function. Thread-safe. */
final class FaultyWire implements AutoCloseable {

    /** What becomes of a request. */
    enum Manner {
        /** It gets there, and its answer back. */
        PASS,
        /** It gets there, and its answer comes back in pieces. */
        PIECES,
        /** It gets there, and its answer takes its time, but not too much. */
        SLOW,
        /** It gets there, and its answer comes byte by byte, each soon after the other, and all of them far too late. */
        DRIP,
        /** It does not get there; the answer says that it was done. */
        SWALLOW,
        /** It does not get there, and nothing comes back. */
        HANG,
        /** It gets there, and nothing comes back. */
        DO_AND_HANG,
        /** It gets there, and the connection breaks. */
        DO_AND_BREAK,
        /** It does not get there; the device refuses it. */
        REFUSE,
        /** It does not get there; what comes back is noise. */
        NOISE,
        /** It gets there; what comes back belongs to another request. */
        STRANGE
    }

    private static final int WRITE = 16;
    private static final int HEADER = 6;
    private static final long SLOW_NANOS = 300_000_000;

    private final int behind;
    private final int port;
    private volatile ServerSocket door;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Integer> askers = new CopyOnWriteArrayList<>();
    private volatile Manner reads = Manner.PASS;
    private volatile Manner writes = Manner.PASS;
    private final AtomicInteger spared = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private volatile IntPredicate struck = register -> true;
    private volatile int exception = 2;

    FaultyWire(int behind) {
        try {
            this.behind = behind;
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            this.port = door.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        serve(door);
    }

    int port() {
        return port;
    }

    /** Nobody answers the door, until it is opened again. */
    void shut() {
        close();
    }

    /** Somebody does. */
    void open() {
        try {
            if (door.isClosed()) {
                door = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
                serve(door);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many requests to write have come. */
    int written() {
        return written.get();
    }

    /** Which connection each request came over, in their order. */
    List<Integer> askers() {
        return List.copyOf(askers);
    }

    void reads(Manner manner) {
        reads = manner;
    }

    /** All writes from now on. */
    void writes(Manner manner) {
        writes(manner, 0);
    }

    /** All writes behind so many that pass. */
    void writes(Manner manner, int sparing) {
        spared.set(sparing);
        struck = register -> true;
        writes = manner;
    }

    /** The writes that begin at such a register; all others pass. */
    void writesAt(IntPredicate register, Manner manner) {
        spared.set(0);
        struck = register;
        writes = manner;
    }

    void refusesWith(int code) {
        exception = code;
    }

    private void serve(ServerSocket at) {
        Thread.ofVirtual().start(() -> {
            while (!at.isClosed()) {
                try {
                    Socket client = at.accept();
                    Thread.ofVirtual().start(() -> relay(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void relay(Socket client) {
        int connection = connections.incrementAndGet();
        try (client;
                Socket device = new Socket()) {
            device.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind));
            DataInputStream from = new DataInputStream(client.getInputStream());
            DataInputStream back = new DataInputStream(device.getInputStream());
            boolean open = true;
            while (open) {
                byte[] request = frame(from);
                askers.add(connection);
                open = pass(request, manner(request), device.getOutputStream(), back, client.getOutputStream());
            }
        } catch (IOException e) {
            // One side is gone, and so the other goes.
        }
    }

    private Manner manner(byte[] request) {
        if (request[7] != WRITE) {
            return reads;
        }
        written.incrementAndGet();
        if (!struck.test(((request[8] & 0xFF) << 8) | (request[9] & 0xFF))) {
            return Manner.PASS;
        }
        return spared.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? Manner.PASS : writes;
    }

    private boolean pass(byte[] request, Manner manner, OutputStream to, DataInputStream back, OutputStream client)
            throws IOException {
        boolean done =
                manner != Manner.SWALLOW && manner != Manner.HANG && manner != Manner.REFUSE && manner != Manner.NOISE;
        byte[] answer = new byte[0];
        if (done) {
            to.write(request);
            answer = frame(back);
        }
        switch (manner) {
            case PASS -> client.write(answer);
            case PIECES -> {
                for (byte each : answer) {
                    client.write(each);
                    client.flush();
                }
            }
            case SLOW -> {
                LockSupport.parkNanos(SLOW_NANOS);
                client.write(answer);
            }
            case DRIP -> {
                for (byte each : answer) {
                    client.write(each);
                    LockSupport.parkNanos(SLOW_NANOS);
                }
            }
            case SWALLOW -> {
                byte[] echo = Arrays.copyOf(request, 12);
                echo[5] = 6;
                client.write(echo);
            }
            case REFUSE ->
                client.write(new byte[] {
                    request[0], request[1], 0, 0, 0, 3, request[6], (byte) (request[7] | 0x80), (byte) exception
                });
            case NOISE -> client.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case STRANGE -> {
                answer[1]++;
                client.write(answer);
            }
            case DO_AND_BREAK -> {
                return false;
            }
            case HANG, DO_AND_HANG -> {}
        }
        return true;
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        in.readFully(header);
        byte[] whole = Arrays.copyOf(header, HEADER + (((header[4] & 0xFF) << 8) | (header[5] & 0xFF)));
        in.readFully(whole, HEADER, whole.length - HEADER);
        return whole;
    }

    @Override
    public void close() {
        try {
            door.close();
            J2modServer.awaitDoor(port, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
