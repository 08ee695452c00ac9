package energy.amps.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Locale;

/** An HTTP answer as it comes in, by its Content-Length. Belongs to one connection, which fills it anew for each. */
final class Response {
    private static final int BODY_BYTES_SHOWN = 1_000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final String LENGTH = "\r\ncontent-length:";

    private final byte[] bytes;
    private int filled;
    private int bodyAt = -1;
    private int end = -1;

    Response(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Where what comes is put, from {@link #filled} on. */
    byte[] bytes() {
        return bytes;
    }

    int filled() {
        return filled;
    }

    /** Makes room for the next. */
    void clear() {
        filled = 0;
        bodyAt = -1;
        end = -1;
    }

    /** Takes note of so many further bytes; whether it is whole with them. */
    boolean add(int count) throws IOException {
        int from = Math.max(0, filled - 3);
        filled += count;
        if (bodyAt < 0) {
            bodyAt = endOfHead(from);
            end = bodyAt < 0 ? -1 : bodyAt + contentLength();
        }
        return end >= 0 && filled >= end;
    }

    int status() {
        return (bytes[STATUS_AT] - '0') * 100 + (bytes[STATUS_AT + 1] - '0') * 10 + bytes[STATUS_AT + 2] - '0';
    }

    String body() {
        return new String(bytes, bodyAt, filled - bodyAt, UTF_8);
    }

    /** The beginning of what came, for a message. */
    String shown() {
        return new String(bytes, 0, Math.min(filled, BODY_BYTES_SHOWN), UTF_8);
    }

    private int endOfHead(int from) {
        for (int i = from; i + 3 < filled; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private int contentLength() throws IOException {
        String head = new String(bytes, 0, bodyAt, ISO_8859_1).toLowerCase(Locale.ROOT);
        int at = head.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without a Content-Length:\n" + head);
        }
        return Integer.parseInt(
                head.substring(at + LENGTH.length(), head.indexOf('\r', at + 2)).strip());
    }
}
