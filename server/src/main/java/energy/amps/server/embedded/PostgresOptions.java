package energy.amps.server.embedded;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an embedded PostgreSQL is run.
 *
 * @param durability what a crash of the machine may cost
 * @param maxConnections clients at a time, 10..1000
 * @param sharedBuffers PostgreSQL's own cache, 16..65536 MB; taken from the machine as it fills
 * @param programs the folder that takes the unpacked programs, which several data folders may share; absent: a folder
 *     inside the data folder
 */
public record PostgresOptions(Durability durability, int maxConnections, int sharedBuffers, Optional<Path> programs) {
    private static final int FEWEST_BUFFERS = 128;
    private static final int MOST_BUFFERS = 4096;

    /** @throws IllegalArgumentException if a number is out of its range */
    public PostgresOptions {
        if (maxConnections < 10 || maxConnections > 1000) {
            throw new IllegalArgumentException("maxConnections is " + maxConnections + ", not 10..1000");
        }
        if (sharedBuffers < 16 || sharedBuffers > 65536) {
            throw new IllegalArgumentException("sharedBuffers is " + sharedBuffers + " MB, not 16..65536");
        }
    }

    /** A hundred clients, 128 MB of buffers, programs inside the data folder. */
    public static PostgresOptions of(Durability durability) {
        return new PostgresOptions(durability, 100, FEWEST_BUFFERS, Optional.empty());
    }

    /** The same, for another number of clients. */
    public PostgresOptions withMaxConnections(int connections) {
        return new PostgresOptions(durability, connections, sharedBuffers, programs);
    }

    /** The same, with the programs in a folder that others may share. */
    public PostgresOptions withPrograms(Path folder) {
        return new PostgresOptions(durability, maxConnections, sharedBuffers, Optional.of(folder));
    }

    /**
     * The same, with an eighth of the machine's memory for buffers, 128 MB to 4 GB: a fleet that does not fit is read through the
     * system's cache, page by page.
     *
     * @param memoryBytes what the machine, or the container, has
     */
    public PostgresOptions forMemory(long memoryBytes) {
        long eighth = memoryBytes / 8 / (1024 * 1024);
        return new PostgresOptions(
                durability, maxConnections, Math.clamp(eighth, FEWEST_BUFFERS, MOST_BUFFERS), programs);
    }
}
