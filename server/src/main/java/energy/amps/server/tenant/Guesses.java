package energy.amps.server.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/**
 * How often an address may name keys that nobody has: each costs a look-up, so that guessing would cost the database. Kept in
 * this node's memory. An IPv6 address counts as its network of 64 bits, which is what one host has to choose from. Thread-safe.
 */
final class Guesses {
    /** Unknown keys of one address a second, and at once. */
    static final int PER_SECOND = 20;

    /** Most addresses remembered. */
    static final int ADDRESSES_MOST = 100_000;

    private static final int NETWORK_BYTES = 8;
    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final Cache<String, Measure> measures = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofMinutes(1))
            .maximumSize(ADDRESSES_MOST)
            .build();

    /** @param nanoTime a clock for durations */
    Guesses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether the address may have one more key looked up; it then counts as a guess. */
    boolean take(InetAddress from) {
        return measure(from).take(nanoTime.getAsLong());
    }

    /** The key was one: it was no guess. */
    void giveBack(InetAddress from) {
        measure(from).giveBack();
    }

    private Measure measure(InetAddress from) {
        return measures.get(network(from), first -> new Measure(nanoTime.getAsLong()));
    }

    private static String network(InetAddress from) {
        byte[] bytes = from.getAddress();
        return HexFormat.of().formatHex(from instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }

    /** One address's token bucket. */
    private static final class Measure {
        private double left = PER_SECOND;
        private long atNanos;

        Measure(long nowNanos) {
            atNanos = nowNanos;
        }

        synchronized boolean take(long nowNanos) {
            left = Math.min(PER_SECOND, left + PER_SECOND * Math.max(0, nowNanos - atNanos) / NANOS);
            atNanos = nowNanos;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }

        synchronized void giveBack() {
            left = Math.min(PER_SECOND, left + 1);
        }
    }
}
