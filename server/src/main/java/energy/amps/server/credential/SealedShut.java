package energy.amps.server.credential;

/** What was sealed does not open: its key is missing, or the row was changed. Says whose, and never what. */
public final class SealedShut extends RuntimeException {
    private static final long serialVersionUID = 1;

    SealedShut(String owner, RuntimeException cause) {
        super("what opens the " + owner + " does not open", cause);
    }
}
