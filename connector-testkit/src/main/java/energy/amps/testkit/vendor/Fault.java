package energy.amps.testkit.vendor;

import java.util.Locale;

/** How a vendor fails a call. */
public enum Fault {
    /** Says no; nothing is applied. */
    REFUSE,
    /** Says nothing until the caller is gone; nothing is applied. */
    HANG,
    /** Breaks the connection without an answer; nothing is applied. */
    RESET,
    /** Applies, and says nothing until the caller is gone. */
    APPLY_THEN_HANG,
    /** Applies, and breaks the connection without an answer. */
    APPLY_THEN_RESET,
    /** Says yes; nothing is applied. */
    IGNORE,
    /** Applies at once, and answers after a while. */
    SLOW,
    /** Applies, and answers bytes that are no answer. */
    GARBAGE,
    /** Says that its service is down; nothing is applied. */
    UNAVAILABLE,
    /** Says that it no longer takes the credentials; nothing is applied. */
    AUTH_EXPIRED,
    /** Says that the quota is used up; nothing is applied. */
    QUOTA_GONE,
    /** Applies, and says yes; then another controller puts the device back to where nobody had told it anything. */
    DISPLACED;

    /** Whether the device does what it was told. */
    boolean applies() {
        return switch (this) {
            case APPLY_THEN_HANG, APPLY_THEN_RESET, SLOW, GARBAGE, DISPLACED -> true;
            case REFUSE, HANG, RESET, IGNORE, UNAVAILABLE, AUTH_EXPIRED, QUOTA_GONE -> false;
        };
    }

    /** The word on the wire and in the log. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
