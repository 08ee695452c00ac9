package energy.amps.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One charge point of OCPP 1.6 with as little to it as there can be: a non-blocking socket, frames of less than 64 KiB, an answer
 * to whatever it is asked. Belongs to one thread.
 */
final class StationClient {
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8a;
    private static final int CLOSE = 0x88;
    private static final int BUFFER = 4_096;

    /** Any will do: it hides nothing. */
    private static final byte[] MASK = {1, 2, 3, 4};

    private static final Pattern CALL = Pattern.compile("^\\[2,\"([^\"]+)\",\"([A-Za-z]+)\"");

    private final SocketChannel channel;
    private final String path;
    private final String host;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER);
    private final List<Long> latencies = new ArrayList<>();
    private boolean upgraded;
    private boolean booted;
    private int beats;
    private long beatAt;

    StationClient(SocketChannel channel, String path, String host) {
        this.channel = channel;
        this.path = path;
        this.host = host;
    }

    boolean isBooted() {
        return booted && channel.isOpen();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** From each heartbeat to its answer, ns. */
    List<Long> latencies() {
        return latencies;
    }

    /** The connection is there: asks for a WebSocket. */
    void connected() throws IOException {
        channel.finishConnect();
        send(ByteBuffer.wrap(
                ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                + "Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII)));
    }

    void read() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("closed by the server");
        }
        in.flip();
        if (!upgraded) {
            upgrade();
        }
        while (upgraded && frame()) {
            // One after the other.
        }
        in.compact();
    }

    private void upgrade() throws IOException {
        String head = StandardCharsets.US_ASCII.decode(in.duplicate()).toString();
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("refused: " + head.lines().findFirst().orElse(""));
        }
        in.position(in.position() + end + 4);
        upgraded = true;
        text("[2,\"boot\",\"BootNotification\",{\"chargePointVendor\":\"ACME\",\"chargePointModel\":\"Bench\"}]");
    }

    /** Takes one frame, if it is whole. */
    private boolean frame() throws IOException {
        if (in.remaining() < 2) {
            return false;
        }
        int start = in.position();
        int opcode = in.get() & 0xff;
        int length = in.get() & 0x7f;
        if (length == 126 && in.remaining() >= 2) {
            length = in.getShort() & 0xffff;
        } else if (length >= 126) {
            in.position(start);
            return false;
        }
        if (in.remaining() < length) {
            in.position(start);
            return false;
        }
        byte[] payload = new byte[length];
        in.get(payload);
        switch (opcode) {
            case PING -> send(framed(PONG, payload));
            case TEXT -> heard(new String(payload, StandardCharsets.UTF_8));
            case CLOSE -> throw new EOFException("closed by the server");
            default -> {
                // Nothing that a charge point would mind.
            }
        }
        return true;
    }

    private void heard(String text) throws IOException {
        Matcher call = CALL.matcher(text);
        if (call.find()) {
            String answer = call.group(2).equals("GetConfiguration") ? "{}" : "{\"status\":\"Accepted\"}";
            text("[3,\"" + call.group(1) + "\"," + answer + "]");
        } else if (text.startsWith("[3,\"boot\"")) {
            booted = text.contains("Accepted");
        } else if (text.startsWith("[3,\"beat")) {
            latencies.add(System.nanoTime() - beatAt);
        }
    }

    void beat() throws IOException {
        beatAt = System.nanoTime();
        text("[2,\"beat" + beats++ + "\",\"Heartbeat\",{}]");
    }

    private void text(String text) throws IOException {
        send(framed(TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ByteBuffer framed(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) opcode);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
        }
        return frame.flip();
    }

    /** What is sent is small beside a socket's buffer: it goes at once, or something is wrong. */
    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                throw new IOException("the server does not read");
            }
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
