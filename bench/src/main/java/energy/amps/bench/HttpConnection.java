package energy.amps.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * A keep-alive connection that spends as little of the machine as it can: prepared bytes out, status line and body in.
 * Understands answers with a Content-Length alone.
 */
final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SHOWN_BYTES = 1_000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final String LENGTH = "\r\ncontent-length:";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private int bodyAt;

    /** Connects to the host and port of a URL, which must be of this machine. */
    HttpConnection(URI server) throws IOException {
        InetAddress address = InetAddress.getByName(server.getHost());
        if (!address.isLoopbackAddress()) {
            throw new IOException("only this machine is loaded, and " + server + " is another");
        }
        socket = new Socket(address, server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** The bytes of a GET. */
    static byte[] get(String path, String key) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    /** The bytes of a POST of JSON. */
    static byte[] post(String path, String key, String json) {
        byte[] body = json.getBytes(UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        return (head + json).getBytes(UTF_8);
    }

    /** Sends a request and reads its whole answer. */
    void exchange(byte[] request, int expectedStatus) throws IOException {
        out.write(request);
        filled = 0;
        int head = -1;
        while (head < 0) {
            int from = Math.max(0, filled - 3);
            fill();
            head = endOfHead(from);
        }
        bodyAt = head;
        int end = head + contentLength();
        while (filled < end) {
            fill();
        }
        if (status() != expectedStatus) {
            throw new IOException("answered " + new String(buffer, 0, filled, UTF_8));
        }
    }

    /** The body of the last answer. */
    String body() {
        return new String(buffer, bodyAt, filled - bodyAt, UTF_8);
    }

    private void fill() throws IOException {
        int read = in.read(buffer, filled, BUFFER_BYTES - filled);
        if (read <= 0) {
            throw new EOFException("the answer ended early, or is longer than the buffer, after: "
                    + new String(buffer, 0, Math.min(filled, SHOWN_BYTES), UTF_8));
        }
        filled += read;
    }

    private int endOfHead(int from) {
        for (int i = from; i + 3 < filled; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private int status() {
        return (buffer[STATUS_AT] - '0') * 100 + (buffer[STATUS_AT + 1] - '0') * 10 + buffer[STATUS_AT + 2] - '0';
    }

    private int contentLength() throws IOException {
        String head = new String(buffer, 0, bodyAt, ISO_8859_1).toLowerCase(Locale.ROOT);
        int at = head.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without a Content-Length:\n" + head);
        }
        return Integer.parseInt(
                head.substring(at + LENGTH.length(), head.indexOf('\r', at + 2)).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
