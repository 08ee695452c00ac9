package energy.amps.server.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that cannot outlive us. A shell starts it and reads from a pipe of ours; when the pipe closes, because we
 * closed it or because we were killed, the shell interrupts the program (PostgreSQL's fast shutdown), and quits it at once
 * if that takes longer than {@value #GRACE_SECONDS} s.
 *
 * <p>The program has its own process group: Ctrl-C in a terminal reaches us and not PostgreSQL, which must serve until we
 * are done.
 */
final class Supervisor implements AutoCloseable {

    private static final int GRACE_SECONDS = 30;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(GRACE_SECONDS + 10);

    /*
     * Job control (set -m) is what gives process groups; it touches no terminal, because standard error is a file. The
     * reader is a second job: should the main shell be killed, the reader still ends the program.
     */
    private static final String SCRIPT = """
            set -m
            trap '' HUP INT QUIT TERM
            exec 3<&0
            log=$1 ticks=$2
            shift 2
            "$@" </dev/null >>"$log" 2>&1 3<&- &
            program=$!
            {
              while read -r _; do :; done
              kill -INT "$program"
              while kill -0 "$program" && [ "$ticks" -gt 0 ]; do sleep 0.1; ticks=$((ticks - 1)); done
              kill -QUIT "$program"
            } <&3 >/dev/null &
            reader=$!
            exec 3<&-
            echo "$program"
            wait "$program"
            status=$?
            kill -KILL -- "-$reader"
            exit "$status"
            """;

    private final Process shell;
    private final long pid;

    private Supervisor(Process shell, long pid) {
        this.shell = shell;
        this.pid = pid;
    }

    /** Starts a program, whose output goes to the end of {@code log}. */
    static Supervisor start(List<String> command, Path log) throws IOException {
        List<String> words = new ArrayList<>(List.of("bash", "-c", SCRIPT, "amps-postgres"));
        words.addAll(List.of(log.toString(), String.valueOf(GRACE_SECONDS * 10)));
        words.addAll(command);
        Process shell = prepare(words).redirectError(Redirect.DISCARD).start();
        String pid =
                new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        if (pid == null) {
            shell.destroyForcibly();
            throw new IOException("bash did not start " + command.getFirst());
        }
        return new Supervisor(shell, Long.parseLong(pid));
    }

    /** Whether a short command can be started and ends well; its output is of no interest. */
    static boolean succeeds(List<String> command) {
        try {
            Process process = prepare(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ProcessBuilder prepare(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile());
        // PGDATA, PGPORT and their like belong to some other PostgreSQL of this user.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** The process id of the program itself. */
    long pid() {
        return pid;
    }

    /** The program's exit status, once it has ended; 128 + n after signal n. */
    Optional<Integer> exitStatus() {
        return shell.isAlive() ? Optional.empty() : Optional.of(shell.exitValue());
    }

    /** Completes when the shell ends, and with it the program. */
    CompletableFuture<Integer> ended() {
        return shell.onExit().thenApply(Process::exitValue);
    }

    /** Ends the program and waits for it, bounded. Without effect on one that has ended. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new EmbeddedPostgresException("PostgreSQL (process " + pid + ") does not stop: end it by hand.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the pipe is closed: it stops by itself
        }
    }
}
