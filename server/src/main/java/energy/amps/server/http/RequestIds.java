package energy.amps.server.http;

import java.util.random.RandomGenerator;

/** Makes {@code req_...}: sixteen characters of base62, 95 random bits. Thread-safe when its generator is. */
final class RequestIds {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int HALF = 8;

    private final RandomGenerator chance;

    RequestIds(RandomGenerator chance) {
        this.chance = chance;
    }

    /** Two draws and not sixteen: a secure generator is dear by the draw. The bias of the remainders is below 2^-14. */
    String next() {
        char[] id = new char["req_".length() + 2 * HALF];
        "req_".getChars(0, "req_".length(), id, 0);
        half(id, "req_".length());
        half(id, "req_".length() + HALF);
        return new String(id);
    }

    private void half(char[] id, int from) {
        long bits = chance.nextLong() >>> 1;
        for (int i = from; i < from + HALF; i++) {
            id[i] = BASE62.charAt((int) (bits % BASE62.length()));
            bits /= BASE62.length();
        }
    }
}
