package energy.amps.bench;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What a scenario works on.
 *
 * @param options the caller's
 * @param server the running server
 * @param postgres its database
 * @param classes this program's own class path, for peers that run as processes
 * @param clock the time of day
 */
record Scene(Options options, ServerProcess server, Postgres postgres, String classes, InstantSource clock) {

    Load load(int byDefault) {
        return new Load(options.clients().orElse(byDefault));
    }

    Path log(String name) {
        return server.data().resolve(name + ".log");
    }

    /** Tells the caller what goes on. */
    void progress(String line) {
        System.err.println("  " + line);
    }
}
