package energy.amps.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of calls, by the stretch of time in which they arrived. Belongs to the thread that makes them until that is
 * over.
 */
final class Tally implements OpenLoop.Calls {
    private static final String ID = "\"id\":\"";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    private final Mix mix;
    private final long stretchNanos;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private String firstOdd = "";
    private long startNanos;

    Tally(Mix mix, Duration stretch) {
        this.mix = mix;
        this.stretchNanos = stretch.toNanos();
    }

    /** One stretch's counts. */
    static final class Stretch {
        private final Latencies latencies = new Latencies();
        private long reads;
        private long pushes;
        private long conflicts;
        private long refused;
        private long notSent;
        private long odd;

        /** From when a call was to be sent to its answer, of those that were served. */
        Latencies latencies() {
            return latencies;
        }

        long reads() {
            return reads;
        }

        /** Answered 202. */
        long pushes() {
            return pushes;
        }

        /** Answered 409: the device had something unfinished. */
        long conflicts() {
            return conflicts;
        }

        /** Answered 503. */
        long refused() {
            return refused;
        }

        /** For which there was no free connection. */
        long notSent() {
            return notSent;
        }

        /** Answered otherwise, or not at all. */
        long odd() {
            return odd;
        }
    }

    /** The clock of the stretches starts now. */
    void start() {
        startNanos = System.nanoTime();
    }

    private Stretch at(long nanos) {
        int index = (int) (Math.max(0, nanos - startNanos) / stretchNanos);
        while (stretches.size() <= index) {
            stretches.add(new Stretch());
        }
        return stretches.get(index);
    }

    @Override
    public byte[] next() {
        return mix.next();
    }

    @Override
    public void notSent(long arrivedNanos) {
        at(arrivedNanos).notSent++;
    }

    @Override
    public void answered(byte[] request, Response response, long arrivedNanos, long nowNanos) {
        Stretch stretch = at(arrivedNanos);
        switch (response.status()) {
            case OK -> stretch.reads++;
            case ACCEPTED -> {
                stretch.pushes++;
                accepted.add(id(response.body()));
            }
            case CONFLICT -> stretch.conflicts++;
            case UNAVAILABLE -> stretch.refused++;
            default -> odd(stretch, response.shown());
        }
        if (response.status() == OK || response.status() == ACCEPTED) {
            stretch.latencies.record(nowNanos - arrivedNanos);
        }
    }

    @Override
    public void broken(byte[] request, long arrivedNanos) {
        odd(at(arrivedNanos), "the connection ended without an answer");
    }

    private void odd(Stretch stretch, String what) {
        stretch.odd++;
        if (firstOdd.isEmpty()) {
            firstOdd = what;
        }
    }

    private static String id(String body) {
        int at = body.indexOf(ID) + ID.length();
        return body.substring(at, body.indexOf('"', at));
    }

    List<Stretch> stretches() {
        return List.copyOf(stretches);
    }

    /** The ids of all actions that were accepted. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** The first answer that was none of those expected; empty when there was none. */
    String firstOdd() {
        return firstOdd;
    }
}
