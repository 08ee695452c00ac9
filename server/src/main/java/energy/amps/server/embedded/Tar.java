package energy.amps.server.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the part of the tar format (POSIX.1-1988 and GNU, names up to 100 bytes) that the PostgreSQL archives use:
 * folders, files and symbolic links, with their modes. Anything else is refused, so that a new archive cannot be unpacked
 * wrongly without notice.
 */
final class Tar {

    private static final int BLOCK = 512;

    private final InputStream in;
    private final Path target;
    private final List<Path> files = new ArrayList<>();

    private Tar(InputStream in, Path target) {
        this.in = in;
        this.target = target;
    }

    /** Unpacks into an existing folder, and returns when every byte is on the disk. */
    static void unpack(InputStream in, Path target) throws IOException {
        Tar tar = new Tar(in, target);
        byte[] header = in.readNBytes(BLOCK);
        while (header.length == BLOCK && header[0] != 0) {
            tar.unpackEntry(header);
            header = in.readNBytes(BLOCK);
        }
        if (header.length != BLOCK) {
            throw new EOFException("the archive ends without its end mark");
        }
        tar.force();
    }

    private void unpackEntry(byte[] header) throws IOException {
        String name = text(header, 0, 100);
        long size = octal(header, 124, 12);
        Path path = inside(name);
        switch (header[156]) {
            case '0', 0 -> unpackFile(path, size, header);
            case '5' -> {
                makeFolder(path);
                setMode(path, header);
            }
            case '2' -> {
                makeFolder(path.getParent());
                Files.createSymbolicLink(path, Path.of(text(header, 157, 100)));
            }
            default -> throw new IOException("tar entry of unknown type " + (char) header[156] + ": " + name);
        }
    }

    private void unpackFile(Path path, long size, byte[] header) throws IOException {
        makeFolder(path.getParent());
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
            copy(size, out);
        }
        setMode(path, header);
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        files.add(path);
    }

    private void copy(long size, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (long left = size; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("the archive ends within a file");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    /**
     * All files are written before the first is forced, and many are forced at a time: the file system then commits them
     * together, which on a busy disk is seconds against tens of milliseconds per file.
     */
    private void force() throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> forced = files.stream()
                    .map(file -> threads.submit(() -> force(file)))
                    .toList();
            for (Future<Void> one : forced) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a file could not be forced to the disk: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while unpacking");
        }
    }

    private static @Nullable Void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
        return null;
    }

    private Path inside(String name) throws IOException {
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("tar entry outside of its folder: " + name);
        }
        return path;
    }

    /** A folder without an entry of its own is readable to all, whatever the umask. */
    private void makeFolder(@Nullable Path folder) throws IOException {
        if (folder != null && !folder.equals(target) && !Files.isDirectory(folder)) {
            makeFolder(folder.getParent());
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void setMode(Path path, byte[] header) throws IOException {
        Files.setAttribute(path, "unix:mode", (int) octal(header, 100, 8) & 0777);
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("tar header with a bad number: " + digits, e);
        }
    }
}
