package energy.amps.faulttests.loop;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between one node and its database, on loopback, and lets {@link Faults} decide on each round trip: all that a client
 * sends up to a Sync, and all that the database answers up to ReadyForQuery. Speaks protocol 3 without encryption.
 */
final class DatabaseProxy implements AutoCloseable {
    private static final int MOST_MESSAGE = 64 * 1024 * 1024;
    private static final String NO_SUCH_PORTAL = "a fault was asked for";

    private final ServerSocket door;
    private final int database;
    private final Faults faults;
    private final Runnable death;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch died = new CountDownLatch(1);

    private DatabaseProxy(ServerSocket door, int database, Faults faults, Runnable death) {
        this.door = door;
        this.database = database;
        this.faults = faults;
        this.death = death;
    }

    /** @param death what ends the node behind it, before its connections break; done once more when it is closed */
    static DatabaseProxy open(int database, Faults faults, Runnable death) throws IOException {
        DatabaseProxy proxy =
                new DatabaseProxy(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), database, faults, death);
        Thread.ofVirtual().name("database-proxy").start(proxy::accept);
        return proxy;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Whether the node behind it has been told to die. */
    boolean isDead() {
        return died.getCount() == 0;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client) {
            if (isDead() || faults.refusesConnections()) {
                reset(client);
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), database)) {
                open.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                new Session(client, server).run();
                open.remove(server);
            }
        } catch (IOException e) {
            // One side has gone; the other goes with it.
        } finally {
            open.remove(client);
        }
    }

    private void die() {
        death.run();
        died.countDown();
        open.forEach(socket -> {
            try {
                reset(socket);
            } catch (IOException e) {
                // It has gone already.
            }
        });
    }

    private static void reset(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        door.close();
        die();
    }

    /** One connection. */
    private final class Session {
        private final DataInputStream fromClient;
        private final OutputStream toClient;
        private final DataInputStream fromServer;
        private final OutputStream toServer;
        private final Map<String, String> named = new HashMap<>();
        private String transaction = "";

        Session(Socket client, Socket server) throws IOException {
            fromClient = new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
            toClient = client.getOutputStream();
            fromServer = new DataInputStream(new BufferedInputStream(server.getInputStream(), 1 << 16));
            toServer = server.getOutputStream();
        }

        void run() throws IOException {
            startUp();
            while (true) {
                Trip trip = request();
                if (trip.last()) {
                    toServer.write(trip.bytes());
                    toServer.flush();
                    return;
                }
                Strike strike = faults.next(trip.sql());
                if (strike == Strike.DIE_BEFORE) {
                    die();
                }
                if (strike == Strike.CUT_BEFORE || strike == Strike.DIE_BEFORE) {
                    throw new IOException("cut");
                }
                toServer.write(strike == Strike.FAIL ? trip.failing() : trip.bytes());
                toServer.flush();
                byte[] answer = answer();
                if (strike == Strike.DIE_AFTER) {
                    die();
                }
                if (strike.isAfter()) {
                    throw new IOException("cut");
                }
                toClient.write(answer);
                toClient.flush();
            }
        }

        /** Start-up and its conversation about the password, message by message. */
        private void startUp() throws IOException {
            int length = fromClient.readInt();
            byte[] body = fromClient.readNBytes(length - 4);
            toServer.write(ByteBuffer.allocate(4).putInt(length).array());
            toServer.write(body);
            toServer.flush();
            while (true) {
                Message message = Message.read(fromServer);
                toClient.write(message.bytes());
                toClient.flush();
                if (message.type() == 'Z') {
                    return;
                }
                if (message.type() == 'R' && asksBack(message.body())) {
                    toServer.write(Message.read(fromClient).bytes());
                    toServer.flush();
                }
            }
        }

        /** Neither "it is fine" (0) nor the last word of SCRAM (12). */
        private static boolean asksBack(byte[] body) {
            int kind = ByteBuffer.wrap(body).getInt();
            return kind != 0 && kind != 12;
        }

        @SuppressWarnings("ArrayRecordComponent") // passed on, and never compared
        private record Trip(byte[] bytes, byte[] failing, String sql, boolean last) {}

        private Trip request() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ByteArrayOutputStream parsed = new ByteArrayOutputStream();
            StringBuilder sql = new StringBuilder();
            while (true) {
                Message message = Message.read(fromClient);
                bytes.write(message.bytes());
                if (message.type() == 'P' || message.type() == 'C') {
                    parsed.write(message.bytes());
                }
                switch (message.type()) {
                    case 'P' -> {
                        String name = message.text(0);
                        String text = message.text(name.length() + 1);
                        named.put(name, text);
                    }
                    case 'B' -> {
                        String portal = message.text(0);
                        sql.append(named.getOrDefault(message.text(portal.length() + 1), ""))
                                .append('\n');
                    }
                    case 'Q' -> {
                        sql.append(message.text(0));
                        return trip(bytes, parsed, sql);
                    }
                    case 'S' -> {
                        return trip(bytes, parsed, sql);
                    }
                    case 'X' -> {
                        return new Trip(bytes.toByteArray(), new byte[0], "", true);
                    }
                    default -> {}
                }
            }
        }

        /**
         * One that fails parses all the same, or the driver would believe in statements that the database has not; what it
         * runs is not there.
         */
        private Trip trip(ByteArrayOutputStream bytes, ByteArrayOutputStream parsed, StringBuilder sql)
                throws IOException {
            byte[] portal = NO_SUCH_PORTAL.getBytes(StandardCharsets.UTF_8);
            parsed.write(Message.of(
                    'E', ByteBuffer.allocate(portal.length + 5).put(portal).array()));
            parsed.write(Message.of('S', new byte[0]));
            return new Trip(bytes.toByteArray(), parsed.toByteArray(), inTransaction(sql.toString()), false);
        }

        /** A COMMIT is of what came before it. */
        private String inTransaction(String sql) {
            String text = sql.strip();
            if (text.equals("COMMIT")) {
                String of = transaction;
                transaction = "";
                return "commit of " + of;
            }
            if (text.startsWith("BEGIN")) {
                transaction = "";
                text = text.substring("BEGIN".length()).strip();
            }
            transaction += text + "\n";
            return text;
        }

        private byte[] answer() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (true) {
                Message message = Message.read(fromServer);
                bytes.write(message.bytes());
                if (message.type() == 'Z') {
                    return bytes.toByteArray();
                }
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // passed on, and never compared
    private record Message(char type, byte[] body) {
        static Message read(DataInputStream in) throws IOException {
            int type = in.readUnsignedByte();
            int length = in.readInt();
            if (length < 4 || length > MOST_MESSAGE) {
                throw new IOException("not a message: " + length + " bytes");
            }
            return new Message((char) type, in.readNBytes(length - 4));
        }

        static byte[] of(char type, byte[] body) {
            return ByteBuffer.allocate(5 + body.length)
                    .put((byte) type)
                    .putInt(4 + body.length)
                    .put(body)
                    .array();
        }

        byte[] bytes() {
            return of(type, body);
        }

        String text(int from) {
            int end = from;
            while (body[end] != 0) {
                end++;
            }
            return new String(body, from, end - from, StandardCharsets.UTF_8);
        }
    }
}
