package energy.amps.server.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/**
 * The database refused a statement, or could not be reached. Nothing of the transaction holds, unless its fate is {@link
 * #isInDoubt in doubt}.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** PostgreSQL's own for "too many connections". */
    private static final String NO_CONNECTION = "53300";

    /** What is to be known beside the driver's report. */
    private enum Fate {
        REFUSED,
        /** The database was not asked for anything. */
        BUSY,
        /** The commit had been sent when the connection was lost. */
        IN_DOUBT
    }

    private final String sqlState;
    private final Fate fate;

    /**
     * What the driver reported.
     *
     * @param doing what was being done
     * @param cause the driver's exception
     */
    public StoreException(String doing, SQLException cause) {
        this(doing, cause, Fate.REFUSED);
    }

    private StoreException(String doing, SQLException cause, Fate fate) {
        super(doing + ": " + cause.getMessage(), cause);
        String state = cause.getSQLState();
        this.sqlState = state == null ? "" : state;
        this.fate = fate;
    }

    /**
     * Whoever waited for its turn did so in vain.
     *
     * @param what what did not become free
     */
    public static StoreException busy(String what, Duration waited) {
        return new StoreException(
                what + " did not become free",
                new SQLTransientConnectionException("waited " + waited, NO_CONNECTION),
                Fate.BUSY);
    }

    /** What was to be committed had been sent when the database failed. */
    static StoreException atCommit(SQLException cause) {
        StoreException known = new StoreException("the commit failed", cause);
        return known.isUnavailable()
                ? new StoreException("the database was lost before it said whether it committed", cause, Fate.IN_DOUBT)
                : known;
    }

    /** Whether its turn did not come in time: the database was not asked for anything. */
    public boolean isBusy() {
        return fate == Fate.BUSY;
    }

    /** Whether nobody can say if the transaction holds: the connection was lost after its commit was sent. */
    public boolean isInDoubt() {
        return fate == Fate.IN_DOUBT;
    }

    /** The SQLSTATE, or an empty text where the driver gave none. */
    public String sqlState() {
        return sqlState;
    }

    /**
     * Whether the database could not be reached, is going away, or has ended a connection that stood still for too long: the
     * same call may go through later.
     */
    public boolean isUnavailable() {
        return sqlState.startsWith("08")
                || sqlState.startsWith("57P")
                || sqlState.startsWith("53")
                || sqlState.equals("25P03")
                || sqlState.isEmpty();
    }

    /** Whether the same transaction may go through when it is run again: unavailable, or in another's way. */
    public boolean isWorthRetrying() {
        return isUnavailable() || sqlState.startsWith("40") || sqlState.equals("55P03") || sqlState.equals("57014");
    }
}
