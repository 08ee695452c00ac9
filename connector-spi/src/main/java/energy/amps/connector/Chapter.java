package energy.amps.connector;

import java.time.Instant;

/**
 * A stretch of a device's past that its connector can compute readings from, opaque to the platform.
 *
 * @param from its first instant; no two chapters of a device begin at the same one
 * @param to its end, exclusive; after {@code from}
 * @param version the format's version
 * @param text the content, at most 16 KiB
 */
public record Chapter(Instant from, Instant to, int version, String text) {
    /** Refuses a stretch without length. */
    public Chapter {
        if (!to.isAfter(from)) {
            throw new IllegalArgumentException("a chapter ends after it begins: " + from + " to " + to);
        }
    }
}
