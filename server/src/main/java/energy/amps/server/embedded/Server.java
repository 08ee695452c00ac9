package energy.amps.server.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** PostgreSQL's server process, from its start until it has stopped. */
final class Server implements AutoCloseable {

    /** Long, because recovery after a crash replays up to the last checkpoint. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration RETRY_LIMIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    /** A unix socket's address has room for 104 bytes on macOS, 108 on Linux, with the zero at its end. */
    private static final int SOCKET_PATH_MAX = 103;

    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "max_wal_size=2GB",
            "wal_compression=on",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_line_prefix=%m [%p] ",
            "log_checkpoints=off");

    private final Supervisor process;
    private final int port;

    private Server(Supervisor process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the server and returns when it takes connections. Tried again when the free port was taken meanwhile, and
     * while children of a killed server still hold its memory.
     */
    static Server start(DataFolder folder, Binaries binaries, Account account, PostgresOptions options)
            throws IOException {
        Deadline again = Deadline.in(RETRY_LIMIT);
        while (true) {
            int port = freePort();
            LogTail log = LogTail.of(folder.log());
            List<String> command = account.runs(command(folder, binaries, account, options, port));
            Supervisor process = Supervisor.start(command, folder.log());
            if (awaitReady(process, folder)) {
                return new Server(process, port);
            }
            String said = log.text();
            if (again.passed() || !passes(said)) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL did not start (" + log.reason() + "): see " + folder.log() + ".");
            }
            Deadline.pause(BETWEEN_ATTEMPTS);
        }
    }

    private static boolean passes(String said) {
        return said.contains("could not create any TCP/IP sockets")
                || said.contains("pre-existing shared memory block");
    }

    /** Whether it takes connections; if not, it has ended. */
    private static boolean awaitReady(Supervisor process, DataFolder folder) {
        boolean ready = false;
        try {
            ready = Deadline.in(START_LIMIT)
                            .await(() -> process.exitStatus().isPresent() || isReady(folder.cluster(), process.pid()))
                    && process.exitStatus().isEmpty();
            return ready;
        } finally {
            if (!ready) {
                process.close();
            }
        }
    }

    private static boolean isReady(Path cluster, long pid) {
        try {
            return PostmasterFile.read(cluster)
                    .filter(file -> file.pid() == pid && file.ready())
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static List<String> command(
            DataFolder folder, Binaries binaries, Account account, PostgresOptions options, int port)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(binaries.program("postgres").toString()));
        command.addAll(List.of("-D", folder.cluster().toString(), "-p", String.valueOf(port)));
        Stream<String> settings = Stream.of(
                        SETTINGS.stream(),
                        options.durability().settings().stream(),
                        Stream.of(
                                "shared_buffers=" + options.sharedBuffers() + "MB",
                                "max_connections=" + options.maxConnections(),
                                "unix_socket_directories="
                                        + sockets(folder, account, port).orElse("")))
                .flatMap(stream -> stream);
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    /** The private folder of the socket; none where its path would be too long, or is not plain enough for a list. */
    private static Optional<String> sockets(DataFolder folder, Account account, int port) throws IOException {
        Path sockets = folder.sockets();
        byte[] address = sockets.resolve(".s.PGSQL." + port).toString().getBytes(StandardCharsets.UTF_8);
        if (address.length > SOCKET_PATH_MAX || !sockets.toString().matches("[A-Za-z0-9_./+@-]+")) {
            return Optional.empty();
        }
        if (Files.notExists(sockets)) {
            Files.createDirectory(sockets);
        }
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx------"));
        account.own(sockets);
        return Optional.of(sockets.toString());
    }

    int port() {
        return port;
    }

    CompletionStage<Void> ended() {
        return process.ended().thenRun(() -> {});
    }

    /** Stops it; also when its supervisor was killed and only the server itself is left. */
    @Override
    public void close() {
        process.close();
        ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive).ifPresent(Predecessor::stop);
    }
}
