package energy.amps.faulttests.harness;

import energy.amps.server.embedded.Durability;
import energy.amps.server.embedded.EmbeddedPostgres;
import energy.amps.server.embedded.PostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL in a folder of its own. */
public final class Postgres implements AutoCloseable {
    /** Unpacked once for all. */
    private static final Path PROGRAMS = Site.TARGET.resolve("programs").toAbsolutePath();

    private static final int CONNECTIONS = 250;

    private final Path folder;
    private final Durability durability;
    private EmbeddedPostgres server;

    private Postgres(Path folder, Durability durability) {
        this.folder = folder;
        this.durability = durability;
        this.server = launch();
    }

    /** Starts one. One that is to be killed and started again must be {@link Durability#DURABLE}. */
    public static Postgres start(Path folder, Durability durability) {
        try {
            return new Postgres(Files.createDirectories(folder), durability);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres launch() {
        return EmbeddedPostgres.start(
                folder,
                PostgresOptions.of(durability).withMaxConnections(CONNECTIONS).withPrograms(PROGRAMS));
    }

    /** The running server. */
    public EmbeddedPostgres server() {
        return server;
    }

    /** Ends it without a word to anybody, and with nothing written out: what is not in its log is gone. */
    public void crash() {
        try {
            String postmaster = Files.readAllLines(folder.resolve("pgdata").resolve("postmaster.pid"))
                    .getFirst();
            ProcessHandle.of(Long.parseLong(postmaster)).orElseThrow().destroyForcibly();
            server.ended().toCompletableFuture().join();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again in the same folder, on another port. */
    public void restart() {
        server = launch();
    }

    @Override
    public void close() {
        server.close();
    }
}
