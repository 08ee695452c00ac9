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

/**
 * A keep-alive connection that spends as little of the machine as it can: prepared bytes out, status line and body in.
 * Understands answers with a Content-Length alone.
 */
final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int BUFFER_BYTES = 1 << 18;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Response response = new Response(BUFFER_BYTES);

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
        return sending("POST", path, key, json);
    }

    /** The bytes of a PUT of JSON. */
    static byte[] put(String path, String key, String json) {
        return sending("PUT", path, key, json);
    }

    /** The bytes of a PATCH of JSON. */
    static byte[] patch(String path, String key, String json) {
        return sending("PATCH", path, key, json);
    }

    private static byte[] sending(String method, String path, String key, String json) {
        byte[] body = json.getBytes(UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        return (head + json).getBytes(UTF_8);
    }

    /** Sends a request and reads its whole answer, which must have that status. */
    void exchange(byte[] request, int expectedStatus) throws IOException {
        if (status(request) != expectedStatus) {
            throw new IOException("answered " + response.shown());
        }
    }

    /** Sends a request, reads its whole answer and gives its status. */
    int status(byte[] request) throws IOException {
        out.write(request);
        response.clear();
        boolean whole = false;
        while (!whole) {
            int read = in.read(response.bytes(), response.filled(), BUFFER_BYTES - response.filled());
            if (read <= 0) {
                throw new EOFException(
                        "the answer ended early, or is longer than the buffer, after: " + response.shown());
            }
            whole = response.add(read);
        }
        return response.status();
    }

    /** The body of the last answer. */
    String body() {
        return response.body();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
