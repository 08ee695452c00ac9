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
    static final List<String> FLAGS = List.of(
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
        return run(words, environment, log);
    }

    /** Starts a program that becomes a JVM, as {@code ./amps up} does. */
    static JavaProcess run(List<String> words, Map<String, String> environment, Path log) throws IOException {
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

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as a loss of power would: no handler of its own runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Stops the clock for it: it keeps its memory and sockets, and does nothing until it is told to go on. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** After {@link #pause}. */
    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        tool(List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    /** Makes the JVM collect all garbage. */
    void collectGarbage() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        tool(List.of(jcmd.toString(), Long.toString(process.pid()), "GC.run"));
    }

    private static void tool(List<String> words) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
        if (!tool.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS) || tool.exitValue() != 0) {
            tool.destroyForcibly();
            throw new IOException(words + " did not succeed");
        }
    }

    /** CPU time it has used, where the system tells. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
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
