package energy.amps.server.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes ids: a prefix and 22 characters of base62, of which the first 9 tell the millisecond and the rest is chance (77
 * bits). Read as ASCII they sort by age.
 */
public final class Ids {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TIME_DIGITS = 9;
    private static final int CHANCE_DIGITS = 13;

    /** Of those, what counts where ids have to follow each other within a millisecond: ten are still chance, 59 bits. */
    private static final int COUNT_DIGITS = 3;

    private final InstantSource clock;
    private final RandomGenerator chance;

    /**
     * @param clock the platform's time; ids never follow a test clock
     * @param chance what nobody can guess; safe for any thread
     */
    public Ids(InstantSource clock, RandomGenerator chance) {
        this.clock = clock;
        this.chance = chance;
    }

    /** A new id with that prefix, its underscore included. */
    public String next(String prefix) {
        return prefix + digits(clock.millis());
    }

    /**
     * The digits of an id that sorts behind those, and is as hard to guess: where the millisecond is no later than theirs, what
     * follows it begins with a count.
     */
    String after(String last) {
        String fresh = digits(clock.millis());
        if (last.isEmpty() || fresh.substring(0, TIME_DIGITS).compareTo(last.substring(0, TIME_DIGITS)) > 0) {
            return fresh.substring(0, TIME_DIGITS)
                    + "0".repeat(COUNT_DIGITS)
                    + fresh.substring(TIME_DIGITS + COUNT_DIGITS);
        }
        return counted(last.substring(0, TIME_DIGITS + COUNT_DIGITS)) + fresh.substring(TIME_DIGITS + COUNT_DIGITS);
    }

    /** One more, in digits. */
    private static String counted(String digits) {
        char[] next = digits.toCharArray();
        for (int i = next.length - 1; i >= 0; i--) {
            int digit = DIGITS.indexOf(next[i]) + 1;
            if (digit < DIGITS.length()) {
                next[i] = DIGITS.charAt(digit);
                break;
            }
            next[i] = DIGITS.charAt(0);
        }
        return new String(next);
    }

    private String digits(long at) {
        char[] digits = new char[TIME_DIGITS + CHANCE_DIGITS];
        long millis = at;
        for (int i = TIME_DIGITS - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (millis % 62));
            millis /= 62;
        }
        for (int i = TIME_DIGITS; i < digits.length; i++) {
            digits[i] = DIGITS.charAt(chance.nextInt(62));
        }
        return new String(digits);
    }

    /** The text that sorts before every id of that prefix made at or after {@code at}, and behind all made before. */
    public static String floor(String prefix, Instant at) {
        char[] digits = new char[TIME_DIGITS];
        long millis = Math.max(0, at.toEpochMilli());
        for (int i = TIME_DIGITS - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (millis % 62));
            millis /= 62;
        }
        return prefix + new String(digits);
    }

    /** The text that sorts behind every id of the same prefix and millisecond, and before all made after it. */
    public static String ceiling(String id) {
        // Behind the last digit of base62.
        return id.substring(0, id.indexOf('_') + 1 + TIME_DIGITS) + "~";
    }

    /** A text of that many base62 characters of pure chance, for keys. */
    public String secret(int length) {
        char[] digits = new char[length];
        for (int i = 0; i < length; i++) {
            digits[i] = DIGITS.charAt(chance.nextInt(62));
        }
        return new String(digits);
    }
}
