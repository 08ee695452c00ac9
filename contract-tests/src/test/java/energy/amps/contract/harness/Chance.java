package energy.amps.contract.harness;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;

/** What a seed decides. The seed is printed, and {@code -Damps.seed=...} plays it again. Belongs to one thread. */
public final class Chance {
    private final Random random;
    private final long seed;

    private Chance(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** A new seed, or the one that was asked for. */
    public static Chance of(String test) {
        String asked = System.getProperty("amps.seed", "");
        long seed = asked.isEmpty() ? System.nanoTime() : Long.parseLong(asked);
        System.out.println(test + ": seed " + seed + ", again with -Damps.seed=" + seed);
        return new Chance(seed);
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** A whole number from 0 to before {@code bound}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in {@code many}. */
    public boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    /** One of them. */
    public <T> T of(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** A bound itself or something between, with at most two decimals. */
    public BigDecimal between(BigDecimal min, BigDecimal max) {
        return switch (random.nextInt(4)) {
            case 0 -> min;
            case 1 -> max;
            default ->
                min.add(max.subtract(min).multiply(BigDecimal.valueOf(random.nextInt(1001), 3)))
                        .setScale(2, RoundingMode.HALF_UP)
                        .min(max)
                        .max(min);
        };
    }

    /** Bytes of any value. */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
