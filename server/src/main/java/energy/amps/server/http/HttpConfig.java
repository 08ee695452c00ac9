package energy.amps.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where the edge listens, and what it bears.
 *
 * @param api address and port of the API; port 0 takes a free one
 * @param management address and port of {@code /metrics} and {@code /health/*}; loopback unless an operator says otherwise
 * @param limits sizes and counts
 * @param timeouts how long it waits for a client
 */
public record HttpConfig(
        InetSocketAddress api, InetSocketAddress management, HttpLimits limits, HttpTimeouts timeouts) {

    /** Both listeners on loopback, with default limits and time-outs. */
    public static HttpConfig loopback(int apiPort, int managementPort) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new HttpConfig(
                new InetSocketAddress(loopback, apiPort),
                new InetSocketAddress(loopback, managementPort),
                HttpLimits.DEFAULT,
                HttpTimeouts.DEFAULT);
    }
}
