package energy.amps.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Where a figure was got.
 *
 * @param text in one line
 */
record Machine(String text) {
    private static final double BYTES_PER_GIB = 1L << 30;

    /**
     * This machine, at this moment.
     *
     * @param app the folder of the server's jars, whose name tells the sources they were built from
     * @param data on the disk that is measured
     */
    static Machine here(Instant now, Path app, Path data, Postgres postgres) throws IOException, SQLException {
        return new Machine(String.format(
                Locale.ROOT,
                "%s: %d cores, %.1f GiB memory, %s %s (%s), load before %.2f, data on %s; Java %s with `%s`;"
                        + " PostgreSQL %s, fsync %s, synchronous_commit %s, shared_buffers %s; sources `%s`.",
                now.atZone(ZoneOffset.UTC).toLocalDate(),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes() / BYTES_PER_GIB,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Files.getFileStore(data).type(),
                Runtime.version(),
                String.join(" ", JavaProcess.FLAGS),
                postgres.text("show server_version"),
                postgres.text("show fsync"),
                postgres.text("show synchronous_commit"),
                postgres.text("show shared_buffers"),
                app.getFileName()));
    }

    private static double memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : 0;
    }
}
