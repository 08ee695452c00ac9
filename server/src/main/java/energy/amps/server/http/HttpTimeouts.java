package energy.amps.server.http;

import java.time.Duration;

/**
 * How long the edge waits for a client. All are upper bounds on the whole, not on a single read: a client that drips bytes
 * gains nothing.
 *
 * @param head from a request's first byte to the end of its headers; beyond, 400 and the connection closes
 * @param body from there to the end of its body; beyond, 400 and the connection closes
 * @param idle for the next request on an open connection; beyond, it closes without a word
 * @param write for the client to take what one write to the socket holds; beyond, the connection is cut off
 * @param linger after an answer that closes the connection, for the client to close it too: what it still sends is read and
 *     dropped, so that the answer is not lost to a reset
 */
public record HttpTimeouts(Duration head, Duration body, Duration idle, Duration write, Duration linger) {

    /** 10 s, 10 s, 75 s, 10 s, 1 s. */
    public static final HttpTimeouts DEFAULT = new HttpTimeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1));
}
