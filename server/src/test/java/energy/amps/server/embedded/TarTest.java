package energy.amps.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @TempDir
    Path target;

    @Test
    void filesLinksAndModesArriveAsPacked() throws IOException {
        entry("lib/", '5', "755", "", "");
        entry("lib/a.so.1", '0', "644", "", "x".repeat(513));
        entry("lib/a.so", '2', "777", "a.so.1", "");
        entry("bin/run", '0', "755", "", "go");

        unpack(end());

        assertThat(target.resolve("lib/a.so.1")).hasContent("x".repeat(513));
        assertThat(Files.readSymbolicLink(target.resolve("lib/a.so"))).isEqualTo(Path.of("a.so.1"));
        assertThat(mode("bin/run")).isEqualTo("rwxr-xr-x");
        assertThat(mode("bin")).isEqualTo("rwxr-xr-x");
        assertThat(mode("lib/a.so.1")).isEqualTo("rw-r--r--");
        assertThat(target.resolve("bin/run")).hasContent("go");
    }

    @Test
    void entryOutsideOfTheFolderIsRefused() throws IOException {
        entry("../escaped", '0', "644", "", "x");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> unpack(end()))
                .withMessageContaining("outside of its folder");
        assertThat(target.resolveSibling("escaped")).doesNotExist();
    }

    @Test
    void unknownKindOfEntryIsRefused() throws IOException {
        entry("long", 'L', "644", "", "x");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> unpack(end()))
                .withMessageContaining("unknown type L");
    }

    @Test
    void archiveCutWithinAFileIsRefused() throws IOException {
        entry("file", '0', "644", "", "x".repeat(2000));
        byte[] cut = Arrays.copyOf(archive.toByteArray(), 1024);

        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> unpack(cut));
    }

    @Test
    void archiveCutBetweenFilesIsRefused() throws IOException {
        entry("file", '0', "644", "", "x");

        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> unpack(archive.toByteArray()))
                .withMessageContaining("end mark");
    }

    private void unpack(byte[] bytes) throws IOException {
        Tar.unpack(new ByteArrayInputStream(bytes), target);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve(name)));
    }

    private void entry(String name, char type, String mode, String link, String content) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, mode);
        put(header, 124, String.format(Locale.ROOT, "%011o", content.length()));
        header[156] = (byte) type;
        put(header, 157, link);
        archive.write(header);
        archive.write(content.getBytes(StandardCharsets.US_ASCII));
        archive.write(new byte[(512 - content.length() % 512) % 512]);
    }

    private byte[] end() throws IOException {
        archive.write(new byte[1024]);
        return archive.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
