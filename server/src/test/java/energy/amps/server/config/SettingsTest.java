package energy.amps.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final String TOKEN = "t".repeat(32);
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Test
    void shortTokenIsRefusedAndNotShown() {
        assertThat(Settings.read(Map.of("AMPS_ADMIN_TOKEN", "hush".repeat(7))))
                .isInstanceOfSatisfying(SettingsReading.Invalid.class, invalid -> assertThat(invalid.problems())
                        .singleElement()
                        .asString()
                        .contains("AMPS_ADMIN_TOKEN", "at least 32 characters")
                        .doesNotContain("hush"));
    }

    @Test
    void emptyEnvironmentGivesTheDefaults() {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");

        assertThat(valid(Map.of()))
                .isEqualTo(new Settings(
                        new ServerSettings(8080, loopback, 8081, loopback, Optional.empty(), Optional.empty()),
                        new LimitSettings(12_000, 1024, 100, 200),
                        new DataSettings(
                                Path.of(".amps"), Optional.empty(), 16, Duration.ofDays(400), Optional.empty()),
                        new EngineSettings(Duration.ofMinutes(5), Duration.ofSeconds(4), Duration.ofMillis(250), true),
                        new ProcessSettings(
                                Duration.ofSeconds(5), Duration.ofSeconds(10), true, LogFormat.TEXT, Duration.ZERO),
                        new OutboundSettings(List.of(), Optional.empty())));
    }

    @Test
    void everyVariableArrivesInItsPlace() {
        Settings settings = valid(Map.ofEntries(
                Map.entry("AMPS_PORT", "9000"),
                Map.entry("AMPS_BIND", "0.0.0.0"),
                Map.entry("AMPS_PUBLIC_URL", "https://api.example.com/amps/"),
                Map.entry("AMPS_MANAGEMENT_PORT", "9100"),
                Map.entry("AMPS_MANAGEMENT_BIND", "::1"),
                Map.entry("AMPS_ADMIN_TOKEN", TOKEN),
                Map.entry("AMPS_MAX_CONNECTIONS", "10"),
                Map.entry("AMPS_MAX_REQUESTS", "5"),
                Map.entry("AMPS_RATE_LIMIT", "3"),
                Map.entry("AMPS_RATE_BURST", "4"),
                Map.entry("AMPS_DATA", "/var/lib/amps"),
                Map.entry("AMPS_DATABASE_URL", "postgres://host/amps"),
                Map.entry("AMPS_DATABASE_USER", "me"),
                Map.entry("AMPS_DATABASE_PASSWORD", "mine"),
                Map.entry("AMPS_DATABASE_POOL", "32"),
                Map.entry("AMPS_CONNECTORS", "/opt/connectors"),
                Map.entry("AMPS_TELEMETRY_RETENTION", "P90D"),
                Map.entry("AMPS_LATE_LIMIT", "PT1M"),
                Map.entry("AMPS_LEASE", "PT10S"),
                Map.entry("AMPS_AGENDA_TICK", "PT0.1S"),
                Map.entry("AMPS_DRAIN", "PT2S"),
                Map.entry("AMPS_SHUTDOWN_GRACE", "PT1S"),
                Map.entry("AMPS_DEMO", "true"),
                Map.entry("AMPS_LOG_FORMAT", "json"),
                Map.entry("AMPS_CLOCK_SHIFT", "P400D"),
                Map.entry("AMPS_ENCRYPTION_KEY", KEY),
                Map.entry("AMPS_WEBHOOK_ALLOW", "10.0.0.0/8, fd00::/8")));

        assertThat(settings)
                .isEqualTo(new Settings(
                        new ServerSettings(
                                9000,
                                InetAddress.ofLiteral("0.0.0.0"),
                                9100,
                                InetAddress.ofLiteral("::1"),
                                Optional.of("https://api.example.com/amps"),
                                Optional.of(new Secret(TOKEN))),
                        new LimitSettings(10, 5, 3, 4),
                        new DataSettings(
                                Path.of("/var/lib/amps"),
                                Optional.of(new DatabaseAddress(
                                        "jdbc:postgresql://host/amps",
                                        Optional.of("me"),
                                        Optional.of(new Secret("mine")))),
                                32,
                                Duration.ofDays(90),
                                Optional.of(Path.of("/opt/connectors"))),
                        new EngineSettings(Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofMillis(100), true),
                        new ProcessSettings(
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(1),
                                true,
                                LogFormat.JSON,
                                Duration.ofDays(400)),
                        new OutboundSettings(
                                List.of(new Secret(KEY)), Optional.of(List.of("10.0.0.0/8", "fd00::/8")))));
    }

    @ParameterizedTest
    @CsvSource({
        "AMPS_PORT, 0, 65535, -1, 65536",
        "AMPS_MANAGEMENT_PORT, 0, 65535, -1, 65536",
        "AMPS_MAX_CONNECTIONS, 1, 1000000, 0, 1000001",
        "AMPS_MAX_REQUESTS, 1, 100000, 0, 100001",
        "AMPS_RATE_LIMIT, 0, 1000000, -1, 1000001",
        "AMPS_RATE_BURST, 1, 1000000, 0, 1000001",
        "AMPS_DATABASE_POOL, 2, 200, 1, 201",
        "AMPS_LATE_LIMIT, PT0S, PT24H, PT-1S, PT24H1S",
        "AMPS_LEASE, PT2S, PT1M, PT1.9S, PT1M1S",
        "AMPS_AGENDA_TICK, PT0.01S, PT1S, PT0.009S, PT1.1S",
        "AMPS_DRAIN, PT0S, PT5M, PT-1S, PT5M1S",
        "AMPS_SHUTDOWN_GRACE, PT0S, PT5M, PT-1S, PT5M1S",
        "AMPS_CLOCK_SHIFT, P-3650D, P3650D, P-3651D, P3651D",
        "AMPS_SANDBOX_ACCEPT_DELAY, PT0S, PT1M, PT-1S, PT1M1S",
        "AMPS_SANDBOX_COMPLETE_DELAY, PT0S, PT1M, PT-1S, PT1M1S",
        "AMPS_FOXESS_TIMEOUT, PT1S, PT20S, PT0.9S, PT20.1S"
    })
    void bothEndsOfARangeAreInsideAndTheNextValuesOutside(
            String name, String min, String max, String below, String above) {
        // The last port leaves no next one for the management port.
        Map<String, String> other =
                name.equals("AMPS_PORT") ? Map.of("AMPS_MANAGEMENT_PORT", "1") : Map.of("AMPS_PORT", "2");

        assertThat(read(name, min, other)).isInstanceOf(SettingsReading.Valid.class);
        assertThat(read(name, max, other)).isInstanceOf(SettingsReading.Valid.class);
        assertThat(read(name, below, other)).isInstanceOf(SettingsReading.Invalid.class);
        assertThat(read(name, above, other)).isInstanceOf(SettingsReading.Invalid.class);
    }

    @Test
    void allProblemsAreToldAtOnceEachInALine() {
        SettingsReading reading = Settings.read(Map.of(
                "AMPS_PORT",
                "http",
                "AMPS_LEASE",
                "4",
                "AMPS_BIND",
                "somewhere",
                "AMPS_DEMO",
                "yes",
                "AMPS_PROT",
                "1"));

        assertThat(reading)
                .isInstanceOfSatisfying(SettingsReading.Invalid.class, invalid -> assertThat(invalid.problems())
                        .containsExactly(
                                "AMPS_PORT \"http\" is not accepted: expected 0..65535 (port).",
                                "AMPS_BIND \"somewhere\" is not accepted: expected an address of this machine; 0.0.0.0 or"
                                        + " :: for all (IP address).",
                                "AMPS_LEASE \"4\" is not accepted: expected PT2S..PT1M (ISO 8601 duration).",
                                "AMPS_DEMO \"yes\" is not accepted: expected true or false."));
        assertThat(reading.warnings()).containsExactly("AMPS_PROT is not a setting and has no effect.");
    }

    @Test
    void variablesOfClientsAndOfOthersAreNoWarning() {
        assertThat(Settings.read(Map.of("AMPS_URL", "x", "AMPS_API_KEY", "x", "AMPS_BATTERY", "x", "PATH", "x"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void emptyVariableCountsAsAbsent() {
        assertThat(valid(Map.of("AMPS_PORT", " ", "AMPS_DATABASE_URL", ""))).isEqualTo(valid(Map.of()));
    }

    @Test
    void managementPortFollowsThePort() {
        assertThat(valid(Map.of("AMPS_PORT", "9000")).server().managementPort()).isEqualTo(9001);
        assertThat(valid(Map.of("AMPS_PORT", "0")).server().managementPort()).isZero();
        assertThat(problems(Map.of("AMPS_PORT", "65535"))).contains("AMPS_MANAGEMENT_PORT must be given");
        assertThat(problems(Map.of("AMPS_PORT", "9000", "AMPS_MANAGEMENT_PORT", "9000")))
                .contains("two different ports");
    }

    @Test
    void demoIsForTheEmbeddedDatabaseUnlessAskedFor() {
        Map<String, String> external = Map.of("AMPS_DATABASE_URL", "jdbc:postgresql://host/db");

        assertThat(valid(external).process().demo()).isFalse();
        assertThat(valid(Map.of("AMPS_DATABASE_URL", "jdbc:postgresql://host/db", "AMPS_DEMO", "true"))
                        .process()
                        .demo())
                .isTrue();
        assertThat(valid(Map.of("AMPS_DEMO", "false")).process().demo()).isFalse();
    }

    @Test
    void bothFormsOfADatabaseAddressAreUnderstood() {
        assertThat(database("jdbc:postgresql://host:5433/db?sslmode=require"))
                .isEqualTo(new DatabaseAddress(
                        "jdbc:postgresql://host:5433/db?sslmode=require", Optional.empty(), Optional.empty()));
        assertThat(database("postgresql://me:p%40ss+word@host:5433/db?sslmode=require"))
                .isEqualTo(new DatabaseAddress(
                        "jdbc:postgresql://host:5433/db?sslmode=require",
                        Optional.of("me"),
                        Optional.of(new Secret("p@ss+word"))));
    }

    @Test
    void databaseUserWithoutAnAddressIsAProblem() {
        assertThat(problems(Map.of("AMPS_DATABASE_USER", "me"))).contains("AMPS_DATABASE_URL, which is not given");
    }

    @Test
    void noSecretIsShown() {
        Map<String, String> good =
                Map.of("AMPS_DATABASE_URL", "postgresql://me:hush1@host/db", "AMPS_DATABASE_PASSWORD", "hush2");
        Map<String, String> bad = Map.of("AMPS_DATABASE_URL", "mysql://me:hush1@host/db");

        assertThat(valid(good).toString()).doesNotContain("hush");
        assertThat(problems(bad))
                .startsWith("AMPS_DATABASE_URL is not accepted")
                .doesNotContain("hush");
    }

    private static DatabaseAddress database(String url) {
        return valid(Map.of("AMPS_DATABASE_URL", url)).data().database().orElseThrow();
    }

    private static Settings valid(Map<String, String> environment) {
        return switch (Settings.read(environment)) {
            case SettingsReading.Valid(Settings settings, var warnings) -> {
                assertThat(warnings).isEmpty();
                yield settings;
            }
            case SettingsReading.Invalid(var problems, var _) -> throw new AssertionError(problems);
        };
    }

    private static String problems(Map<String, String> environment) {
        return switch (Settings.read(environment)) {
            case SettingsReading.Valid valid -> throw new AssertionError(valid);
            case SettingsReading.Invalid(var problems, var _) -> String.join("\n", problems);
        };
    }

    private static SettingsReading read(String name, String value, Map<String, String> other) {
        Map<String, String> environment = new HashMap<>(other);
        environment.put(name, value);
        return Settings.read(environment);
    }
}
