package energy.amps.testkit.vendor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** As much of HTTP/1.1 as the vendor speaks: one request per connection, bodies of {@code name=value} lines. */
public final class Wire {
    private static final int MOST_HEADER = 8192;
    private static final int MOST_BODY = 65_536;

    private Wire() {}

    /**
     * A request.
     *
     * @param method its method
     * @param path its path
     * @param body its body's lines
     */
    record Request(String method, String path, Map<String, String> body) {}

    static Request read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String[] head = head(in).split("\r\n", -1);
        String[] words = head[0].split(" ", -1);
        if (words.length != 3) {
            throw new IOException("not a request: " + head[0]);
        }
        int length = 0;
        for (String line : head) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).trim());
            }
        }
        if (length > MOST_BODY) {
            throw new IOException("a body of " + length + " bytes");
        }
        return new Request(words[0], words[1], parse(new String(in.readNBytes(length), StandardCharsets.UTF_8)));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0 || bytes.size() > MOST_HEADER) {
                throw new IOException("not a request");
            }
            bytes.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static void answer(Socket socket, int status, Map<String, String> body) throws IOException {
        byte[] bytes = format(body).getBytes(StandardCharsets.UTF_8);
        send(
                socket,
                ("HTTP/1.1 " + status + " Vendor\r\ncontent-type: text/plain\r\ncontent-length: " + bytes.length
                                + "\r\nconnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        send(socket, bytes);
    }

    static void send(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Breaks the connection, so that the other side sees a reset and not an end. */
    static void reset(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    /** A body's lines. */
    public static Map<String, String> parse(String body) {
        Map<String, String> values = new LinkedHashMap<>();
        body.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not a line of name=value");
            }
            values.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return values;
    }

    /** A body of lines. */
    public static String format(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
