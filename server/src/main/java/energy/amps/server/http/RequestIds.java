package energy.amps.server.http;

import java.util.random.RandomGenerator;

/** Makes {@code req_...}: sixteen characters of base62, 95 random bits. Thread-safe when its generator is. */
final class RequestIds {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 16;

    private final RandomGenerator chance;

    RequestIds(RandomGenerator chance) {
        this.chance = chance;
    }

    String next() {
        StringBuilder id = new StringBuilder("req_");
        for (int i = 0; i < LENGTH; i++) {
            id.append(BASE62.charAt(chance.nextInt(BASE62.length())));
        }
        return id.toString();
    }
}
