package energy.amps.server.store;

import java.sql.SQLException;

/**
 * The database refused a statement, or could not be reached. Nothing of the transaction holds, unless its fate is {@link
 * #isInDoubt in doubt}.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sqlState;
    private final boolean inDoubt;

    /**
     * What the driver reported.
     *
     * @param doing what was being done
     * @param cause the driver's exception
     */
    public StoreException(String doing, SQLException cause) {
        super(doing + ": " + cause.getMessage(), cause);
        this.sqlState = stateOf(cause);
        this.inDoubt = false;
    }

    private StoreException(SQLException cause) {
        super("the database was lost before it said whether it committed: " + cause.getMessage(), cause);
        this.sqlState = stateOf(cause);
        this.inDoubt = true;
    }

    /** What was to be committed had been sent when the database failed. */
    static StoreException atCommit(SQLException cause) {
        StoreException known = new StoreException("the commit failed", cause);
        return known.isUnavailable() ? new StoreException(cause) : known;
    }

    private static String stateOf(SQLException cause) {
        String state = cause.getSQLState();
        return state == null ? "" : state;
    }

    /** Whether nobody can say if the transaction holds: the connection was lost after its commit was sent. */
    public boolean isInDoubt() {
        return inDoubt;
    }

    /** The SQLSTATE, or an empty text where the driver gave none. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether the database could not be reached, or is going away: the same call may go through later. */
    public boolean isUnavailable() {
        return sqlState.startsWith("08")
                || sqlState.startsWith("57P")
                || sqlState.startsWith("53")
                || sqlState.isEmpty();
    }

    /** Whether the same transaction may go through when it is run again: unavailable, or in another's way. */
    public boolean isWorthRetrying() {
        return isUnavailable() || sqlState.startsWith("40") || sqlState.equals("55P03") || sqlState.equals("57014");
    }
}
