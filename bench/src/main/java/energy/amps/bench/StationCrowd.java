package energy.amps.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Many charge points, spoken for by one thread. */
final class StationCrowd implements AutoCloseable {
    /** Handshakes under way at a time. */
    private static final int AT_ONCE = 64;

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long TURN_MILLIS = 10;

    private final URI url;
    private final Duration heartbeat;
    private final Selector selector;
    private final List<StationClient> stations = new ArrayList<>();
    private int lost;

    StationCrowd(URI url, Duration heartbeat) throws IOException {
        this.url = url;
        this.heartbeat = heartbeat;
        this.selector = Selector.open();
    }

    /**
     * What became of them.
     *
     * @param answered heartbeats that were answered
     * @param lost charge points whose connection ended
     * @param latencies median and 99th percentile, as a text
     */
    record Stay(long answered, int lost, String latencies) {}

    /** Has so many dial in; returns when all of them have booted. */
    void dial(int count) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        int begun = 0;
        while (booted() + lost < count) {
            while (begun < count && begun - booted() - lost < AT_ONCE) {
                open(begun++);
            }
            turn();
            if (System.nanoTime() > end) {
                throw new IllegalStateException(booted() + " of " + count + " charge points have booted; giving up");
            }
        }
    }

    private int booted() {
        return (int) stations.stream().filter(StationClient::isBooted).count();
    }

    private void open(int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        StationClient station =
                new StationClient(channel, "/ocpp/bench-" + number + "/CP" + number, url.getAuthority());
        stations.add(station);
        channel.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        channel.register(selector, SelectionKey.OP_CONNECT, station);
    }

    /** Serves whatever is ready. */
    private void turn() throws IOException {
        selector.select(TURN_MILLIS);
        for (SelectionKey key : selector.selectedKeys()) {
            StationClient station = (StationClient) key.attachment();
            try {
                if (key.isConnectable()) {
                    station.connected();
                    key.interestOps(SelectionKey.OP_READ);
                } else {
                    station.read();
                }
            } catch (IOException e) {
                key.cancel();
                station.close();
                lost++;
            }
        }
        selector.selectedKeys().clear();
    }

    /** Lets them stay, each with its heartbeats, spread evenly. */
    Stay stay(Duration length) throws IOException {
        long begun = System.nanoTime();
        long every = heartbeat.toNanos() / Math.max(1, stations.size());
        long next = begun;
        int turn = 0;
        while (System.nanoTime() - begun < length.toNanos()) {
            for (; next <= System.nanoTime(); next += every) {
                StationClient station = stations.get(turn++ % stations.size());
                if (station.isOpen()) {
                    beat(station);
                }
            }
            turn();
        }
        long[] latencies = stations.stream()
                .flatMap(station -> station.latencies().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return new Stay(latencies.length, lost, percentiles(latencies));
    }

    private void beat(StationClient station) throws IOException {
        try {
            station.beat();
        } catch (IOException e) {
            station.close();
            lost++;
        }
    }

    private static String percentiles(long[] sorted) {
        return sorted.length == 0
                ? "none"
                : Arrays.stream(new double[] {0.5, 0.99})
                        .mapToObj(part ->
                                String.format(Locale.ROOT, "%.1f ms", sorted[(int) (part * (sorted.length - 1))] / 1e6))
                        .reduce((a, b) -> a + " / " + b)
                        .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        for (StationClient station : stations) {
            station.close();
        }
        selector.close();
    }
}
