package energy.amps.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says: PostgreSQL's word on who runs a cluster and how far it is (PostgreSQL 18,
 * {@code src/include/utils/pidfile.h}: process id in the first line, state in the eighth).
 *
 * @param pid the process
 * @param ready whether it takes connections
 */
record PostmasterFile(long pid, boolean ready) {

    private static final int STATE_LINE = 7;

    /** A process id that no kernel gives out. */
    private static final String NO_PROCESS = "999999999";

    static Path in(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Absent where there is none, or only the beginning of one. */
    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        try {
            List<String> lines = Files.readAllLines(in(cluster));
            if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,9}")) {
                return Optional.empty();
            }
            boolean ready = lines.size() > STATE_LINE && lines.get(STATE_LINE).startsWith("ready");
            return Optional.of(
                    new PostmasterFile(Long.parseLong(lines.getFirst().strip()), ready));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Notes that no process runs the cluster. The rest of the file stays: it names the shared memory by which a new
     * PostgreSQL recognises children of a killed one.
     */
    static void disown(Path cluster) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(in(cluster)));
        lines.set(0, NO_PROCESS);
        Files.write(in(cluster), lines);
    }
}
