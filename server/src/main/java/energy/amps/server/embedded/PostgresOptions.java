package energy.amps.server.embedded;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an embedded PostgreSQL is run.
 *
 * @param durability what a crash of the machine may cost
 * @param maxConnections clients at a time, 10..1000
 * @param programs the folder that takes the unpacked programs, which several data folders may share; absent: a folder
 *     inside the data folder
 */
public record PostgresOptions(Durability durability, int maxConnections, Optional<Path> programs) {

    /** @throws IllegalArgumentException if {@code maxConnections} is out of its range */
    public PostgresOptions {
        if (maxConnections < 10 || maxConnections > 1000) {
            throw new IllegalArgumentException("maxConnections is " + maxConnections + ", not 10..1000");
        }
    }

    /** A hundred clients, programs inside the data folder. */
    public static PostgresOptions of(Durability durability) {
        return new PostgresOptions(durability, 100, Optional.empty());
    }

    /** The same, for another number of clients. */
    public PostgresOptions withMaxConnections(int connections) {
        return new PostgresOptions(durability, connections, programs);
    }

    /** The same, with the programs in a folder that others may share. */
    public PostgresOptions withPrograms(Path folder) {
        return new PostgresOptions(durability, maxConnections, Optional.of(folder));
    }
}
