package energy.amps.server.vendor;

import java.util.Optional;

/**
 * How a vendor has answered of late, as all nodes have found it.
 *
 * @param vendor its name
 * @param state what that comes to
 * @param calls how many calls were made
 * @param successRate the part of them that had a usable answer, 0..1; empty without calls
 * @param latency how long they took; empty without calls
 * @param openBreakers accounts that are not called for the moment, because calls for them brought nothing; one that several
 *     nodes keep away from counts for each
 */
public record VendorHealth(
        String vendor,
        State state,
        long calls,
        Optional<Double> successRate,
        Optional<Latency> latency,
        int openBreakers) {

    /** What its answers come to. */
    public enum State {
        /** Nearly every call had a usable answer. */
        UP,
        /** Some had none. */
        DEGRADED,
        /** Most had none, or nobody is called any more. */
        DOWN,
        /** Nobody has called it. */
        IDLE
    }

    /**
     * Upper bounds, in milliseconds.
     *
     * @param p50 of the faster half
     * @param p95 of all but one in twenty
     * @param p99 of all but one in a hundred
     */
    public record Latency(int p50, int p95, int p99) {}

    /** From so many usable answers on, of all, a vendor is up. */
    static final double UP_FROM = 0.95;

    /** Below that it is down. */
    static final double DOWN_BELOW = 0.5;

    /** A vendor whose devices are computed. */
    public static VendorHealth simulated(String vendor) {
        return new VendorHealth(vendor, State.UP, 0, Optional.empty(), Optional.empty(), 0);
    }

    /** A vendor that was called so often. */
    static VendorHealth of(String vendor, long calls, long failures, Latencies latencies, int openBreakers) {
        if (calls == 0) {
            State state = openBreakers > 0 ? State.DOWN : State.IDLE;
            return new VendorHealth(vendor, state, 0, Optional.empty(), Optional.empty(), openBreakers);
        }
        double rate = (double) (calls - failures) / calls;
        State state = rate >= UP_FROM ? State.UP : rate >= DOWN_BELOW ? State.DEGRADED : State.DOWN;
        Latency latency = new Latency(latencies.quantile(0.5), latencies.quantile(0.95), latencies.quantile(0.99));
        return new VendorHealth(vendor, state, calls, Optional.of(rate), Optional.of(latency), openBreakers);
    }
}
