package energy.amps.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A JVM beside this one. Its standard input stays open as long as this process lives. Thread-safe. */
public final class JavaProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int LOOK_MILLIS = 10;

    private final Process process;
    private final Path log;
    private final Thread atExit;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly, "end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts it.
     *
     * @param command flags, class path, main class and arguments
     * @param environment added to this process's own, from which the platform's settings are taken out
     * @param log gets what it prints
     */
    public static JavaProcess start(List<String> command, Map<String, String> environment, Path log) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("AMPS_"));
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(
                    builder.redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until {@code look} finds something. */
    public <T> T await(String what, Duration limit, Supplier<Optional<T>> look) {
        long giveUp = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (!goesOn()) {
                throw new IllegalStateException(
                        "ended with code " + process.exitValue() + " before " + what + ":\n" + tail());
            }
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("no " + what + " within " + limit + ":\n" + tail());
            }
        }
    }

    /** Waits a moment; false when the process has ended. */
    private boolean goesOn() {
        try {
            return !process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
    }

    /** What it has printed. */
    public String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        List<String> lines = printed().lines().toList();
        return log + " ends with:\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL: it gets to do nothing more. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends its standard input, as the end of this process would. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM, without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP: it stands still, its connections stay open. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("could not send SIG" + name + " to " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it has ended. */
    public void awaitEnd() {
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("has not ended within " + STOP_LIMIT + ": " + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM, and SIGKILL if that does not help. A paused process is resumed first. */
    @Override
    public void close() {
        if (process.isAlive()) {
            resume();
            process.destroy();
            try {
                awaitEnd();
            } finally {
                process.destroyForcibly();
            }
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
