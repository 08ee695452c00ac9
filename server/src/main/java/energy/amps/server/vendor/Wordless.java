package energy.amps.server.vendor;

import org.jspecify.annotations.Nullable;

/**
 * What a connector threw, for the log: where it happened and of what type it was, without its message. A message may quote an
 * address, a header or a body, and those may hold what opens an account.
 */
public final class Wordless extends Exception {
    private static final long serialVersionUID = 1;

    /** Most causes that are told. */
    private static final int CAUSES = 8;

    private Wordless(Throwable thrown, int depth) {
        super(thrown.getClass().getName(), causeOf(thrown, depth), false, true);
        setStackTrace(thrown.getStackTrace());
    }

    /** The same without words. */
    public static Wordless of(Throwable thrown) {
        return new Wordless(thrown, CAUSES);
    }

    private static @Nullable Wordless causeOf(Throwable thrown, int depth) {
        Throwable cause = thrown.getCause();
        return cause == null || depth == 0 ? null : new Wordless(cause, depth - 1);
    }
}
