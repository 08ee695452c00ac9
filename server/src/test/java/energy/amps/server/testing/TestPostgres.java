package energy.amps.server.testing;

import energy.amps.server.embedded.Durability;
import energy.amps.server.embedded.EmbeddedPostgres;
import energy.amps.server.embedded.PostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One PostgreSQL for all tests of a JVM, started by the first that asks. Safe for any thread.
 *
 * <p>Usual use: a template that is migrated once, and a copy of it per test class:
 *
 * <pre>{@code
 * String template = TestPostgres.templateOnce("migrated", database -> migrate(database));
 * TestDatabase mine = TestPostgres.createDatabase(template);
 * }</pre>
 */
public final class TestPostgres {

    private static final Path HOME = Path.of(System.getProperty("basedir", "")).resolve("target/test-postgres");
    private static final String FOLDER = "data-";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Map<String, String> TEMPLATES = new ConcurrentHashMap<>();

    private TestPostgres() {}

    /** Where tests find the unpacked programs, so that they are unpacked once and not once per data folder. */
    public static Path programs() {
        return HOME.toAbsolutePath().resolve("programs");
    }

    /** A new, empty database. */
    public static TestDatabase createDatabase() {
        return createDatabase("template0");
    }

    /** A new database, a copy of the one named, which must have no open connection. */
    public static TestDatabase createDatabase(String template) {
        String name = "test_" + COUNT.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return database(name);
    }

    /**
     * The name of a template: a database that {@code migrate} has filled, once for the whole JVM.
     *
     * @param name which template; callers that give the same name share it
     * @param migrate fills it, and closes its connections
     */
    public static String templateOnce(String name, Consumer<TestDatabase> migrate) {
        return TEMPLATES.computeIfAbsent(name, key -> {
            TestDatabase template = createDatabase();
            migrate.accept(template);
            return template.name();
        });
    }

    private static TestDatabase database(String name) {
        EmbeddedPostgres server = Running.SERVER;
        return new TestDatabase(name, server.jdbcUrl(name), server.user(), server.password());
    }

    private static void execute(String sql) {
        TestDatabase postgres = database("postgres");
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Started when first touched, by the rules for initialising a class. */
    private static final class Running {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                Files.createDirectories(HOME);
                removeAbandoned();
                Path folder = Files.createTempDirectory(HOME, FOLDER);
                EmbeddedPostgres server = EmbeddedPostgres.start(
                        folder,
                        PostgresOptions.of(Durability.DISPOSABLE)
                                .withMaxConnections(300)
                                .withPrograms(programs()));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    delete(folder);
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Folders of test JVMs that were killed: their locks are free. */
        private static void removeAbandoned() throws IOException {
            try (var folders = Files.newDirectoryStream(HOME, FOLDER + "*")) {
                for (Path folder : folders) {
                    if (isAbandoned(folder)) {
                        delete(folder);
                    }
                }
            }
        }

        private static boolean isAbandoned(Path folder) throws IOException {
            Path file = folder.resolve("lock");
            if (Files.notExists(file)) {
                return false; // just being made, or to be seen another time
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                return lock != null;
            }
        }

        private static void delete(Path folder) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
