package energy.amps.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM beside this one, with the flags that {@code ./amps up} gives; it ends with this one. */
final class JavaProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final List<String> FLAGS = List.of(
            "-XX:+UseCompactObjectHeaders",
            "-XX:MaxRAMPercentage=50",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Thread atExit;

    private JavaProcess(Process process) {
        this.process = process;
        this.atExit = new Thread(this::end, "end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts it.
     *
     * @param flags of the JVM, beyond the usual ones
     * @param command class path, main class and arguments
     * @param environment added to this process's own, from which settings of a server are taken out
     * @param log gets what it prints
     */
    static JavaProcess start(List<String> flags, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(FLAGS);
        words.addAll(flags);
        words.add("-cp");
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("AMPS_"));
        builder.environment().putAll(environment);
        return new JavaProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
    }

    /** Waits a moment, at most 20 ms; false when the process has ended. */
    boolean goesOn() throws InterruptedException {
        return !process.waitFor(20, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
