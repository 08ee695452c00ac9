package energy.amps.testkit.vendor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file of every write that reached a vendor, a JSON object per line, in order of arrival. Thread-safe. */
public final class WriteLog implements AutoCloseable {
    private static final Pattern LINE =
            Pattern.compile("\\{\"at\":\"([^\"]*)\",\"device\":\"([^\"]*)\",\"id\":\"([^\"]*)\","
                    + "\"what\":\"([^\"]*)\",\"applied\":(true|false),\"fault\":\"([^\"]*)\"\\}");

    private final FileChannel file;

    private WriteLog(FileChannel file) {
        this.file = file;
    }

    static WriteLog append(Path path) throws IOException {
        return new WriteLog(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Everything in it; a line that is still being written is left out. */
    public static List<Written> read(Path path) {
        try {
            String text = Files.exists(path) ? Files.readString(path) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(WriteLog::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On return the line has reached the operating system: it outlives this process. */
    synchronized void add(Written written) throws IOException {
        String line =
                "{\"at\":\"%s\",\"device\":\"%s\",\"id\":\"%s\",\"what\":\"%s\",\"applied\":%s,\"fault\":\"%s\"}\n"
                        .formatted(
                                written.at(),
                                plain(written.device()),
                                plain(written.id()),
                                plain(written.what()),
                                written.applied(),
                                written.fault());
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Nothing that is sent holds a quote or a control character; should it, it is shown as what it is not. */
    private static String plain(String text) {
        return text.replaceAll("[\"\\\\\\p{Cntrl}]", "?");
    }

    private static Written parse(String line) {
        Matcher match = LINE.matcher(line);
        if (!match.matches()) {
            throw new IllegalStateException("not a line of a vendor's log: " + line);
        }
        return new Written(
                Instant.parse(match.group(1)),
                match.group(2),
                match.group(3),
                match.group(4),
                Boolean.parseBoolean(match.group(5)),
                match.group(6));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
