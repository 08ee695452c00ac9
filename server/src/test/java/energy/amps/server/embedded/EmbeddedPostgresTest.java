package energy.amps.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import energy.amps.server.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    /** A cluster made once: making one for each test would take most of the time. */
    @TempDir
    static Path made;

    @TempDir
    Path temporary;

    @BeforeAll
    static void makeCluster() {
        EmbeddedPostgres.start(made, PostgresOptions.of(Durability.DISPOSABLE).withPrograms(TestPostgres.programs()))
                .close();
    }

    @BeforeEach
    void copyCluster() throws IOException {
        try (Stream<Path> paths = Files.walk(made)) {
            for (Path path : paths.toList()) {
                Files.copy(path, data().resolve(made.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** The parts of a killed PostgreSQL end when their disk lets them. */
    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    @Test
    void answersOnLoopbackWithDurableSettings() throws SQLException {
        try (EmbeddedPostgres server = start(data())) {
            assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "SHOW data_checksums")).isEqualTo("on");
            assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(server, "SHOW log_timezone")).isEqualTo("UTC");
            assertThat(ask(server, "SHOW port")).isEqualTo(String.valueOf(server.port()));
        }
    }

    @Test
    void demandsThePasswordWhichIsKeptPrivate() throws IOException {
        Path folder = temporary.resolve("new");
        try (EmbeddedPostgres server = start(folder)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), "postgres", "guess")
                            .close())
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            Path file = folder.resolve("postgres.password");
            assertThat(file).content().isEqualTo(server.password() + "\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void restartKeepsDataAndPassword() throws SQLException {
        String password;
        try (EmbeddedPostgres server = start(data())) {
            server.createDatabase("amps");
            server.createDatabase("amps");
            password = server.password();
            run(server, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (EmbeddedPostgres server = start(data())) {
            assertThat(server.password()).isEqualTo(password);
            assertThat(ask(server, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(ask(server, "SELECT count(*) FROM pg_database WHERE datname = 'amps'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void closeStopsTheServerAndFreesTheFolderAndMayBeRepeated() throws IOException {
        EmbeddedPostgres server = start(data());
        ProcessHandle postgres = postgres();

        server.close();
        server.close();

        assertThat(postgres.isAlive()).isFalse();
        assertThat(PostmasterFile.in(data().resolve("pgdata"))).doesNotExist();
        await().until(() -> server.ended().toCompletableFuture().isDone());
        start(data()).close();
    }

    @Test
    void secondStartOnTheSameFolderIsRefused() throws IOException {
        try (EmbeddedPostgres server = start(data())) {
            assertThatExceptionOfType(EmbeddedPostgresException.class)
                    .isThrownBy(() -> start(data()).close())
                    .withMessageContaining("is in use by another Amps")
                    .withMessageContaining("AMPS_DATA");
            try (OwnerProcess other = OwnerProcess.start(data(), TestPostgres.programs())) {
                assertThat(other.firstLine()).contains("is in use by another Amps");
            }
            assertThat(server.ended().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void killedOwnerLeavesNoServerBehindAndNothingInTheWay() throws Exception {
        ProcessHandle postgres;
        try (OwnerProcess owner = OwnerProcess.start(data(), TestPostgres.programs())) {
            assertThat(owner.firstLine()).matches("\\d+");
            postgres = postgres();
            owner.kill();
        }

        await().until(() -> !postgres.isAlive());
        try (EmbeddedPostgres server = start(data())) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void startRightAfterAKillWaitsForTheOldServer() throws Exception {
        ProcessHandle postgres;
        try (OwnerProcess owner = OwnerProcess.start(data(), TestPostgres.programs())) {
            postgres = postgres();
            owner.kill();
        }

        try (EmbeddedPostgres server = start(data())) {
            assertThat(postgres.isAlive()).isFalse();
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void killedServerIsReportedAndRecoversWithEveryCommit() throws Exception {
        try (EmbeddedPostgres server = start(data())) {
            run(server, "CREATE TABLE kept AS SELECT 42 AS answer");
            postgres().destroyForcibly();
            await().until(() -> server.ended().toCompletableFuture().isDone());
        }
        try (EmbeddedPostgres server = start(data())) {
            assertThat(ask(server, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void serverWhoseSupervisorIsKilledStops() throws Exception {
        try (EmbeddedPostgres server = start(data())) {
            ProcessHandle postgres = postgres();

            postgres.parent().orElseThrow().destroyForcibly();

            await().until(() -> server.ended().toCompletableFuture().isDone() && !postgres.isAlive());
        }
    }

    @Test
    void orphanOfAKilledSupervisionIsStoppedByTheNextStart() throws Exception {
        ProcessHandle orphan;
        try (OwnerProcess owner = OwnerProcess.start(data(), TestPostgres.programs())) {
            orphan = postgres();
            ProcessHandle shell = orphan.parent().orElseThrow();
            shell.children().filter(child -> child.pid() != orphan.pid()).forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
            owner.kill();
        }
        assertThat(orphan.isAlive()).isTrue();

        try (EmbeddedPostgres server = start(data())) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void numberOfTheOldServerThatNowBelongsToAStrangerIsNoObstacle() throws Exception {
        try (EmbeddedPostgres server = start(data())) {
            postgres().destroyForcibly();
            await().until(() -> server.ended().toCompletableFuture().isDone());
        }
        Path file = PostmasterFile.in(data().resolve("pgdata"));
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(file, Files.readString(file).replaceFirst("\\d+", String.valueOf(stranger.pid())));

            start(data()).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void halfMadeClusterOfAKilledStartIsReplaced() throws IOException, SQLException {
        Path folder = temporary.resolve("new");
        Path half = Files.createDirectories(folder.resolve(".pgdata-123/base"));
        Files.createFile(half.resolve("1"));

        try (EmbeddedPostgres server = start(folder)) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }

        assertThat(half.getParent()).doesNotExist();
    }

    @Test
    void lostPasswordIsSaidClearly() throws IOException {
        start(data()).close();
        Files.delete(data().resolve("postgres.password"));

        assertThatExceptionOfType(EmbeddedPostgresException.class)
                .isThrownBy(() -> start(data()).close())
                .withMessageContaining("not its password");
    }

    @Test
    void reasonOfAServerThatDoesNotStartIsInTheMessage() throws IOException {
        start(data()).close();
        Files.writeString(data().resolve("pgdata/PG_VERSION"), "12\n");

        assertThatExceptionOfType(EmbeddedPostgresException.class)
                .isThrownBy(() -> start(data()).close())
                .withMessageContaining("incompatible with server")
                .withMessageContaining("postgres.log");
    }

    @Test
    void dataFolderThatIsAFileIsSaidClearly() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatExceptionOfType(EmbeddedPostgresException.class)
                .isThrownBy(() -> start(file).close())
                .withMessageContaining("cannot be written")
                .withMessageContaining("AMPS_DATA");
    }

    @Test
    void longPathWithSpacesWorksWithoutASocket() throws SQLException {
        Path odd = temporary.resolve("a folder with 'quotes' and $signs").resolve("x".repeat(100));

        try (EmbeddedPostgres server = start(odd)) {
            assertThat(ask(server, "SHOW unix_socket_directories")).isEmpty();
        }
    }

    @Test
    void optionsReachTheServer() throws SQLException {
        PostgresOptions options = PostgresOptions.of(Durability.DISPOSABLE)
                .withPrograms(TestPostgres.programs())
                .withMaxConnections(17);

        try (EmbeddedPostgres server = EmbeddedPostgres.start(data(), options)) {
            assertThat(ask(server, "SHOW max_connections")).isEqualTo("17");
            assertThat(ask(server, "SHOW fsync")).isEqualTo("off");
        }
    }

    private Path data() {
        return temporary.resolve("data");
    }

    private static EmbeddedPostgres start(Path folder) {
        return EmbeddedPostgres.start(
                folder, PostgresOptions.of(Durability.DURABLE).withPrograms(TestPostgres.programs()));
    }

    private ProcessHandle postgres() throws IOException {
        long pid = PostmasterFile.read(data().resolve("pgdata")).orElseThrow().pid();
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static void run(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), server.password());
    }
}
