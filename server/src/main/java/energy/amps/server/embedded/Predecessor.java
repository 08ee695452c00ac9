package energy.amps.server.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that ran the cluster before. The data folder is locked by us, so it has no master any more: it is
 * shutting down after its master was killed, or its supervisor was killed too, or it is long gone and left its file.
 */
final class Predecessor {

    private static final Logger LOG = LoggerFactory.getLogger(Predecessor.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private Predecessor() {}

    /** Returns when no process runs the cluster. */
    static void settle(Path cluster) throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(cluster);
        if (file.isEmpty()) {
            return;
        }
        long pid = file.get().pid();
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return; // PostgreSQL itself sees that, and recovers
        }
        if (runs(process.get(), cluster)) {
            LOG.info("Waiting for an earlier PostgreSQL (process {}) to stop", pid);
            stop(process.get());
        } else {
            // After a crash the number may belong to a stranger, for whose sake PostgreSQL would refuse to start.
            LOG.info("Process {} is not the PostgreSQL of {}: taking over what a crash left", pid, cluster);
            PostmasterFile.disown(cluster);
        }
    }

    /** Asks a server that nobody supervises to stop, and waits for it; asking one that already stops changes nothing. */
    static void stop(ProcessHandle process) {
        Supervisor.succeeds(List.of("kill", "-INT", String.valueOf(process.pid())));
        if (!Deadline.in(STOP_LIMIT).await(() -> !process.isAlive())) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL (process " + process.pid() + ") does not stop: end it by hand, then start again.");
        }
    }

    private static boolean runs(ProcessHandle process, Path cluster) {
        return process.info().arguments().map(List::of).orElse(List.of()).contains(cluster.toString());
    }
}
