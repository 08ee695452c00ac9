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

    /** This machine, at this moment. */
    static Machine here(Instant now, Path data, Postgres postgres) throws IOException, SQLException {
        return new Machine(String.format(
                Locale.ROOT,
                "%s: %d cores, %.1f GiB memory, %s %s (%s), load before %.2f, data on %s; Java %s; PostgreSQL %s, fsync %s,"
                        + " synchronous_commit %s.",
                now.atZone(ZoneOffset.UTC).toLocalDate(),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes() / BYTES_PER_GIB,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Files.getFileStore(data).type(),
                Runtime.version(),
                postgres.text("show server_version"),
                postgres.text("show fsync"),
                postgres.text("show synchronous_commit")));
    }

    private static double memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : 0;
    }
}
