package energy.amps.bench;

import java.io.IOException;
import java.sql.SQLException;

/** Makes one call after another, for one thread. */
interface Client extends AutoCloseable {

    /** Makes a call and waits for its answer; false when there is nothing left to call, and nothing was. */
    boolean call() throws Exception;

    @Override
    void close() throws IOException, SQLException;

    /** Opens a client. */
    @FunctionalInterface
    interface Source {
        Client open() throws Exception;
    }
}
