package energy.amps.server.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data folder, ours alone until it is closed. The lock is the kernel's, so that it ends with the process, however that
 * ends.
 */
final class DataFolder implements AutoCloseable {

    private static final long LOG_BYTES_MAX = 16L << 20;

    /**
     * The folders of this very process, asked before a lock file is opened: on POSIX, closing a second descriptor of a
     * locked file ends the lock of the first.
     */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** Makes the folder if there is none, and takes it. */
    static DataFolder take(Path path) {
        Path asked = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(asked);
            Path root = asked.toRealPath();
            if (!TAKEN.add(root)) {
                throw inUse(root);
            }
            return new DataFolder(root, lock(root));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The data folder " + asked + " cannot be written (" + e
                            + "): make it yours, or choose another folder with AMPS_DATA.",
                    e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            TAKEN.remove(root);
            throw e;
        }
        if (file.tryLock() == null) {
            file.close();
            TAKEN.remove(root);
            throw inUse(root);
        }
        return file;
    }

    private static EmbeddedPostgresException inUse(Path root) {
        return new EmbeddedPostgresException("The data folder " + root
                + " is in use by another Amps: stop that one, or choose another folder with AMPS_DATA.");
    }

    Path root() {
        return root;
    }

    Path cluster() {
        return root.resolve("pgdata");
    }

    Path programs() {
        return root.resolve("postgres");
    }

    Path sockets() {
        return root.resolve("pgsocket");
    }

    /** PostgreSQL's own log, private because it may quote statements. */
    Path log() {
        return root.resolve("postgres.log");
    }

    Path passwordFile() {
        return root.resolve("postgres.password");
    }

    /** Readies the log for another start: there, private, and not without bounds. */
    void openLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_BYTES_MAX) {
            Files.move(log(), root.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.notExists(log())) {
            Files.createFile(log(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Override
    public void close() {
        try {
            if (lockFile.isOpen()) {
                lockFile.close();
                TAKEN.remove(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
