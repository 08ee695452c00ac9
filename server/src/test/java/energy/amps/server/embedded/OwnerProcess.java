package energy.amps.server.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Another JVM that starts PostgreSQL and holds it until it is killed. */
final class OwnerProcess implements AutoCloseable {

    private final Process process;
    private final String firstLine;

    private OwnerProcess(Process process, String firstLine) {
        this.process = process;
        this.firstLine = firstLine;
    }

    public static void main(String[] args) throws InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(
                Path.of(args[0]), PostgresOptions.of(Durability.DURABLE).withPrograms(Path.of(args[1])))) {
            System.out.println(server.port());
            new CountDownLatch(1).await();
        } catch (EmbeddedPostgresException e) {
            System.out.println(e.getMessage());
        }
    }

    /** Returns once the other JVM has said its port, or why it has none. */
    static OwnerProcess start(Path dataFolder, Path programs) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnerProcess.class.getName(),
                        dataFolder.toString(),
                        programs.toString())
                .redirectError(Redirect.DISCARD)
                .start();
        String line = "";
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        while (line != null && !line.matches("\\d+|The .*")) { // what precedes is the log
            line = lines.readLine();
        }
        return new OwnerProcess(process, String.valueOf(line));
    }

    String firstLine() {
        return firstLine;
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
