package energy.amps.bench;

import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/**
 * What an app does all day: seven reads, and three pushes, one at once, one for a few seconds from now, one for a window that
 * opens at once and closes soon. Reads go to any device, pushes to one after the other. Belongs to one thread.
 */
final class Mix {
    private static final int TURN = 10;
    private static final int READS = 7;
    private static final String IN_THREE_SECONDS = "0.05m";
    private static final String AT_ONCE = "0m";

    /** More than an answer should take: a window that ends before it begins is refused. */
    private static final int CLOSES_IN_SECONDS = 20;

    private final URI server;
    private final String key;
    private final InstantSource clock;
    private final int from;
    private final int devices;
    private final SplittableRandom random;
    private long calls;
    private int pushed;

    /**
     * @param from the first device that is pushed to
     * @param devices how many from there on
     */
    Mix(ServerProcess server, InstantSource clock, int from, int devices) {
        this.server = server.url();
        this.key = server.key();
        this.clock = clock;
        this.from = from;
        this.devices = devices;
        this.random = new SplittableRandom(from);
    }

    URI server() {
        return server;
    }

    /** The bytes of the next call. */
    byte[] next() {
        int turn = Math.toIntExact(calls++ % TURN);
        if (turn < READS) {
            return HttpConnection.get("/battery/" + device(from + random.nextInt(devices)), key);
        }
        // A start is counted by the server from the push's own arrival: one that has to wait long is not refused for
        // it.
        String when =
                switch (turn) {
                    case READS -> "";
                    case READS + 1 -> ",\"start\":\"" + IN_THREE_SECONDS + "\"";
                    default ->
                        ",\"start\":\"" + AT_ONCE + "\",\"end\":\""
                                + clock.instant()
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .plusSeconds(CLOSES_IN_SECONDS) + "\"";
                };
        String body = "{\"action\":{\"command\":\"charge\"" + when
                + ",\"parameters\":{\"target\":{\"value\":80,\"unit\":\"percent\"}}}}";
        String device = device(from + pushed);
        pushed = (pushed + 1) % devices;
        return HttpConnection.post("/battery/" + device, key, body);
    }

    private static String device(int number) {
        return Fleet.id("device", number);
    }
}
