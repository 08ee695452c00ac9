package energy.amps.server.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the archive on the class path that fits this machine.
 *
 * <p>The folder is named after platform and check sum of the archive, so that another version, or the same data folder on
 * another machine, unpacks beside it. It is made aside and renamed: where it exists, it is whole.
 *
 * @param folder the unpacked archive, with {@code bin}, {@code lib} and {@code share}
 */
record Binaries(Path folder) {

    private static final Logger LOG = LoggerFactory.getLogger(Binaries.class);
    private static final Object ONE_THREAD = new Object();
    private static final String ASIDE = ".unpacking-";

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /** The programs below {@code home}, unpacked there first if they are not. */
    static Binaries below(Path home) {
        String platform = platform();
        URL archive = archive(platform)
                .orElseThrow(() -> new EmbeddedPostgresException("There is no embedded PostgreSQL for " + platform
                        + ": name a PostgreSQL 15 or newer with AMPS_DATABASE_URL."));
        try {
            URLConnection connection = archive.openConnection();
            Path folder = home.resolve(platform + "-" + checkSum(connection));
            if (!Files.isDirectory(folder)) {
                unpackAlone(connection, home, folder);
            }
            return new Binaries(folder);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL could not be unpacked into " + home + " (" + e.getMessage()
                            + "): free some space there, or choose another folder with AMPS_DATA.",
                    e);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        return (os.startsWith("mac") ? "darwin" : os) + "-"
                + switch (arch) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    default -> arch;
                };
    }

    private static Optional<URL> archive(String platform) {
        return Optional.ofNullable(Binaries.class.getResource("/postgres-" + platform + ".txz"));
    }

    private static String checkSum(URLConnection connection) throws IOException {
        if (connection instanceof JarURLConnection jar) {
            return String.format(Locale.ROOT, "%08x", jar.getJarEntry().getCrc());
        }
        return String.format(Locale.ROOT, "%08x", connection.getContentLengthLong());
    }

    /** A folder of programs may be shared: one process unpacks, the others wait and find the work done. */
    private static void unpackAlone(URLConnection archive, Path home, Path folder) throws IOException {
        Files.createDirectories(home);
        synchronized (ONE_THREAD) { // a file lock does not hold off the threads of its own process
            try (FileChannel channel = FileChannel.open(
                            home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(folder)) {
                    LOG.info("Unpacking PostgreSQL into {}", folder);
                    removeLeftovers(home);
                    unpack(archive, home, folder);
                }
            }
        }
    }

    private static void unpack(URLConnection archive, Path home, Path folder) throws IOException {
        Path aside = Files.createTempDirectory(home, ASIDE);
        try (InputStream in = new XZInputStream(new BufferedInputStream(archive.getInputStream()))) {
            Tar.unpack(in, aside);
        }
        // A temporary folder is private; an account that is not ours must be able to run what is inside.
        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void removeLeftovers(Path home) throws IOException {
        try (var entries = Files.newDirectoryStream(home, ASIDE + "*")) {
            for (Path entry : entries) {
                Tree.delete(entry);
            }
        }
    }
}
