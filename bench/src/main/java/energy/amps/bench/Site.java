package energy.amps.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * What servers are started from, and where.
 *
 * @param options the caller's
 * @param program what is measured
 * @param folder where data folders are made
 * @param classes this program's own class path, for peers that run as processes
 * @param clock the time of day
 */
record Site(Options options, Program program, Path folder, String classes, InstantSource clock) {

    /**
     * The packaged server.
     *
     * @param app the folder of its jars, named after a check sum of the sources
     * @param script {@code ./amps}
     * @param cache the class cache with which the script starts it
     */
    record Program(Path app, Path script, Path cache) {}

    ServerProcess start(ServerProcess.Setup setup) throws IOException, InterruptedException {
        return ServerProcess.start(program.app(), folder, setup);
    }

    /** This machine as it is before anything is measured. */
    Machine machine(Path data, Postgres postgres) throws IOException, SQLException {
        return Machine.here(clock.instant(), program.app(), data, postgres);
    }

    /** What a scenario with one server works on. */
    Scene scene(ServerProcess server) throws IOException {
        return new Scene(options, server, server.postgres(), classes, clock);
    }

    Load load(int byDefault) {
        return new Load(options.clients().orElse(byDefault));
    }

    /** Tells the caller what goes on. */
    void progress(String line) {
        System.err.println("  " + line);
    }
}
