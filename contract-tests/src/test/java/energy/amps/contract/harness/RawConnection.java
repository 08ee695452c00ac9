package energy.amps.contract.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A connection on which any bytes are sent, and whole answers are read: HTTP/1.1 as far as this server speaks it. It is kept
 * for as long as the server keeps it. Belongs to one thread.
 */
public final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private boolean open = true;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to the server under test. */
    public static RawConnection open() throws IOException {
        URI url = Target.current().url();
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort()), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            return new RawConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * An answer.
     *
     * @param status of it
     * @param headers by their names in small letters
     * @param json the body
     * @param text the body as it was sent
     */
    public record Reply(int status, Map<String, String> headers, JsonNode json, String text) {
        /** Whether the server ends the connection behind it. */
        public boolean closes() {
            return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        }
    }

    /** Whether another request may be sent. */
    public boolean isOpen() {
        return open;
    }

    /** Sends bytes; a server that has answered already may not take them all. */
    public void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            // Its answer, if there is one, says why.
            open = false;
        }
    }

    /** Says that nothing more comes. */
    public void finish() throws IOException {
        open = false;
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            // The server was quicker.
            open = false;
        }
    }

    /** Reads one answer; empty when the server ended the connection instead. A closing answer must be followed by the end. */
    public Optional<Reply> reply() throws IOException {
        Optional<String> head = head();
        if (head.isEmpty()) {
            open = false;
            return Optional.empty();
        }
        String[] lines = head.get().split("\r\n", -1);
        if (!lines[0].matches("HTTP/1\\.1 \\d{3}( .*)?")) {
            throw new AssertionError("not the beginning of an answer: " + lines[0]);
        }
        int status = Integer.parseInt(lines[0].substring(9, 12));
        if (status == 100) {
            return reply();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "-1")));
        Reply reply = new Reply(status, headers, json(body), new String(body, UTF_8));
        if (reply.closes()) {
            open = false;
        }
        return Optional.of(reply);
    }

    private static JsonNode json(byte[] body) {
        try {
            return Json.parse(new String(body, UTF_8));
        } catch (JacksonException e) {
            throw new AssertionError("not JSON: " + new String(body, UTF_8), e);
        }
    }

    private Optional<String> head() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int newLines = 0;
        try {
            while (newLines < 2) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                bytes.write(next);
                newLines = next == '\n' ? newLines + 1 : next == '\r' ? newLines : 0;
            }
        } catch (SocketException reset) {
            open = false;
        }
        String text = bytes.toString(ISO_8859_1);
        return text.endsWith("\r\n\r\n") ? Optional.of(text.substring(0, text.length() - 4)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
