package energy.amps.server.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All settings there are. */
public final class SettingsTable {

    static final Entry<Integer> PORT = new Entry<>(
            "AMPS_PORT", "Port of the API; 0 takes any free one", "8080", new Domain.Whole("port", 0, 65_535));
    static final Entry<InetAddress> BIND =
            new Entry<>("AMPS_BIND", "Address on which the API listens", "127.0.0.1", new Domain.Address());
    static final Entry<Integer> MANAGEMENT_PORT = new Entry<>(
            "AMPS_MANAGEMENT_PORT",
            "Port of `/admin`, `/metrics` and `/health`; 0 takes any free one",
            "AMPS_PORT + 1, or 0 if that is 0",
            new Domain.Whole("port", 0, 65_535));
    static final Entry<InetAddress> MANAGEMENT_BIND = new Entry<>(
            "AMPS_MANAGEMENT_BIND",
            "Address on which `/admin`, `/metrics` and `/health` listen",
            "127.0.0.1",
            new Domain.Address());

    static final Entry<String> PUBLIC_URL = new Entry<>(
            "AMPS_PUBLIC_URL",
            "Where clients and their users find this service, behind whatever stands in front of it",
            "the address on which the API listens",
            new Domain.Url());
    static final Entry<Secret> ADMIN_TOKEN = new Entry<>(
            "AMPS_ADMIN_TOKEN",
            "What opens `/admin` on the management port",
            "made at the first start, in `admin.token` in the data folder",
            new Domain.LongHidden(32));

    static final Entry<Integer> MAX_CONNECTIONS = new Entry<>(
            "AMPS_MAX_CONNECTIONS",
            "Open client connections at a time; more wait to be accepted",
            "12000",
            new Domain.Whole("connections", 1, 1_000_000));
    static final Entry<Integer> MAX_REQUESTS = new Entry<>(
            "AMPS_MAX_REQUESTS",
            "Requests in work at a time; more are answered 503",
            "1024",
            new Domain.Whole("requests", 1, 100_000));

    static final Entry<Integer> RATE_LIMIT = new Entry<>(
            "AMPS_RATE_LIMIT",
            "Requests that each key may make a second, over all nodes; 0 for no limit",
            "100",
            new Domain.Whole("requests per second", 0, 1_000_000));
    static final Entry<Integer> RATE_BURST = new Entry<>(
            "AMPS_RATE_BURST",
            "Requests that each key may make at once, after a pause",
            "200",
            new Domain.Whole("requests", 1, 1_000_000));

    static final Entry<Path> DATA = new Entry<>(
            "AMPS_DATA",
            "Folder of the embedded database, of the demo's keys and of the operator's token",
            ".amps",
            new Domain.Folder());
    static final Entry<DatabaseAddress> DATABASE_URL = new Entry<>(
            "AMPS_DATABASE_URL",
            "A PostgreSQL of your own",
            "none: the embedded one is started",
            new Domain.Database());
    static final Entry<String> DATABASE_USER = new Entry<>(
            "AMPS_DATABASE_USER",
            "Who connects to `AMPS_DATABASE_URL`, before a user in that address",
            "the user in the address",
            new Domain.Text());
    static final Entry<Secret> DATABASE_PASSWORD = new Entry<>(
            "AMPS_DATABASE_PASSWORD",
            "That user's password, before one in the address",
            "the password in the address",
            new Domain.Hidden());
    static final Entry<Integer> DATABASE_POOL = new Entry<>(
            "AMPS_DATABASE_POOL",
            "Connections to the database at a time",
            "16",
            new Domain.Whole("connections", 2, 200));

    static final Entry<Path> CONNECTORS = new Entry<>(
            "AMPS_CONNECTORS",
            "Folder of further connectors: each jar in it, and each folder of jars, is one",
            "none: only those that come along",
            new Domain.Existing());

    static final Entry<Duration> TELEMETRY_RETENTION = new Entry<>(
            "AMPS_TELEMETRY_RETENTION",
            "How long readings of live devices are kept for their history; whole days",
            "P400D",
            new Domain.Span("P1D", "P3650D"));

    static final Entry<Duration> LATE_LIMIT = new Entry<>(
            "AMPS_LATE_LIMIT",
            "How late an action with a bare start may still begin",
            "PT5M",
            new Domain.Span("PT0S", "PT24H"));
    static final Entry<Duration> LEASE = new Entry<>(
            "AMPS_LEASE",
            "How long a node holds due work; as late is the work of a node that died",
            "PT4S",
            new Domain.Span("PT2S", "PT1M"));
    static final Entry<Duration> AGENDA_TICK = new Entry<>(
            "AMPS_AGENDA_TICK", "How often a node looks for due work", "PT0.25S", new Domain.Span("PT0.01S", "PT1S"));

    static final Entry<Boolean> POLLING = new Entry<>(
            "AMPS_POLLING",
            "Whether this node looks at live devices by itself, as often as their vendors allow",
            "true",
            new Domain.Choice<>(List.of(true, false)));

    static final Entry<List<Secret>> ENCRYPTION_KEY = new Entry<>(
            "AMPS_ENCRYPTION_KEY",
            "Seals the secrets in the database; of several, separated by commas, the first seals and all open",
            "a file in `AMPS_DATA` with the embedded database, else none: no webhook endpoint can be made, and no account"
                    + " linked whose credentials are needed again",
            new Domain.EncryptionKeys());
    static final Entry<List<String>> WEBHOOK_ALLOW = new Entry<>(
            "AMPS_WEBHOOK_ALLOW",
            "Addresses that webhooks are sent to although they are not public",
            "this machine's own with the embedded database, else none",
            new Domain.Ranges());

    static final Entry<Duration> DRAIN = new Entry<>(
            "AMPS_DRAIN",
            "How long a node at shutdown still serves, no longer ready, so that balancers turn to others",
            "PT5S",
            new Domain.Span("PT0S", "PT5M"));
    static final Entry<Duration> SHUTDOWN_GRACE = new Entry<>(
            "AMPS_SHUTDOWN_GRACE",
            "How long running work may take to end at shutdown",
            "PT10S",
            new Domain.Span("PT0S", "PT5M"));
    static final Entry<Boolean> DEMO = new Entry<>(
            "AMPS_DEMO",
            "Whether a demo customer with devices and keys is made; `--demo` sets it",
            "true with the embedded database, else false",
            new Domain.Choice<>(List.of(true, false)));
    static final Entry<LogFormat> LOG_FORMAT = new Entry<>(
            "AMPS_LOG_FORMAT", "How log lines are written", "text", new Domain.Choice<>(List.of(LogFormat.values())));
    static final Entry<Duration> CLOCK_SHIFT = new Entry<>(
            "AMPS_CLOCK_SHIFT", "Shifts the platform's clock, for tests", "PT0S", new Domain.Span("P-3650D", "P3650D"));

    static final Entry<Duration> SANDBOX_ACCEPT_DELAY = new Entry<>(
            "AMPS_SANDBOX_ACCEPT_DELAY",
            "After what time a sandbox device accepts a command",
            "PT1S",
            new Domain.Span("PT0S", "PT1M"));
    static final Entry<Duration> SANDBOX_COMPLETE_DELAY = new Entry<>(
            "AMPS_SANDBOX_COMPLETE_DELAY",
            "After what further time it has completed the command",
            "PT3S",
            new Domain.Span("PT0S", "PT1M"));

    static final Entry<List<String>> SUNSPEC_ALLOW = new Entry<>(
            "AMPS_SUNSPEC_ALLOW",
            "Addresses that inverters and batteries may be linked and reached at over Modbus TCP",
            "none: no such device can be linked",
            new Domain.Ranges());

    static final Entry<String> FOXESS_URL = new Entry<>(
            "AMPS_FOXESS_URL", "Where the Open API of FoxESS is", "https://www.foxesscloud.com", new Domain.Url());
    static final Entry<Duration> FOXESS_TIMEOUT = new Entry<>(
            "AMPS_FOXESS_TIMEOUT",
            "How long one operation on a FoxESS inverter may take, all of its calls together",
            "PT20S",
            new Domain.Span("PT1S", "PT20S"));

    /** What {@code ./amps env} exports for clients: in our name space, of no meaning to the server. */
    private static final Set<String> OF_CLIENTS = Set.of(
            "AMPS_URL", "AMPS_API_KEY", "AMPS_LIVE_KEY", "AMPS_OTHER_API_KEY", "AMPS_BATTERY", "AMPS_MANAGEMENT_URL");

    private static final List<Entry<?>> ENTRIES = List.of(
            PORT,
            BIND,
            MANAGEMENT_PORT,
            MANAGEMENT_BIND,
            PUBLIC_URL,
            ADMIN_TOKEN,
            MAX_CONNECTIONS,
            MAX_REQUESTS,
            RATE_LIMIT,
            RATE_BURST,
            DATA,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            DATABASE_POOL,
            CONNECTORS,
            TELEMETRY_RETENTION,
            LATE_LIMIT,
            LEASE,
            AGENDA_TICK,
            POLLING,
            ENCRYPTION_KEY,
            WEBHOOK_ALLOW,
            DRAIN,
            SHUTDOWN_GRACE,
            DEMO,
            LOG_FORMAT,
            CLOCK_SHIFT,
            SANDBOX_ACCEPT_DELAY,
            SANDBOX_COMPLETE_DELAY,
            SUNSPEC_ALLOW,
            FOXESS_URL,
            FOXESS_TIMEOUT);

    private SettingsTable() {}

    /** Every setting, in the order of the table. */
    public static List<Setting> settings() {
        return ENTRIES.stream().map(Entry::shown).toList();
    }

    /** The table for a document, each line ended. */
    public static String markdown() {
        return settings().stream()
                .map(row -> "| `%s` | %s | %s | %s | %s |\n"
                        .formatted(row.name(), row.meaning(), row.byDefault(), row.unit(), row.range()))
                .collect(Collectors.joining(
                        "", "| setting | meaning | default | unit | range |\n|---|---|---|---|---|\n", ""));
    }

    static List<Entry<?>> entries() {
        return ENTRIES;
    }

    /** Whether a variable is one of ours, a client's, or of someone else's name space. */
    static boolean isKnown(String variable) {
        return !variable.startsWith("AMPS_")
                || OF_CLIENTS.contains(variable)
                || ENTRIES.stream().anyMatch(entry -> entry.name().equals(variable));
    }
}
