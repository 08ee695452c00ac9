package energy.amps.server.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/** The database refused a statement, or could not be reached; nothing of the transaction holds. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** PostgreSQL's own for "too many connections". */
    private static final String NO_CONNECTION = "53300";

    private final String sqlState;
    private final boolean busy;

    /**
     * What the driver reported.
     *
     * @param doing what was being done
     * @param cause the driver's exception
     */
    public StoreException(String doing, SQLException cause) {
        this(doing, cause, false);
    }

    private StoreException(String doing, SQLException cause, boolean busy) {
        super(doing + ": " + cause.getMessage(), cause);
        String state = cause.getSQLState();
        this.sqlState = state == null ? "" : state;
        this.busy = busy;
    }

    /** No connection of {@code pool} became free in time. */
    static StoreException busy(String pool, Duration waited) {
        return new StoreException(
                "no connection of the pool '" + pool + "' became free",
                new SQLTransientConnectionException("waited " + waited, NO_CONNECTION),
                true);
    }

    /** Whether all connections were in use for too long: the database was not asked for anything. */
    public boolean isBusy() {
        return busy;
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
