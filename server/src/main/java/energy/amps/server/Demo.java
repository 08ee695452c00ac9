package energy.amps.server;

import energy.amps.command.Command;
import energy.amps.command.Execution;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.device.DeviceView;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Page;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Authentication;
import energy.amps.server.tenant.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The customer that a newcomer finds: a sandbox and a live key, one end user, and the sandbox's devices, whose plant is in
 * London. What was made stays; the keys' text lies in the data folder, readable by its owner alone.
 */
final class Demo {
    private static final String CUSTOMER = "Demo";
    private static final String USER = "ada@example.com";
    private static final ZoneId PLANT = ZoneId.of("Europe/London");
    private static final String FILE = "demo.env";

    private final Platform platform;
    private final Path file;

    Demo(Platform platform, Path dataFolder) {
        this.platform = platform;
        this.file = dataFolder.resolve(FILE);
    }

    /**
     * What a newcomer needs.
     *
     * @param apiKey the sandbox key
     * @param liveKey the live key
     * @param battery a battery that takes every command
     */
    record Household(String apiKey, String liveKey, DeviceId battery) {
        @Override
        public String toString() {
            return "Household[battery=" + battery + ", keys ***]";
        }
    }

    /** Finds the demo customer, or makes it; only one node at a time is in here. */
    Household prepare() {
        return platform.alone("demo", this::findOrMake);
    }

    private Household findOrMake() {
        Map<String, String> known = read(file);
        CustomerId customer = platform.customers().named(CUSTOMER).orElseGet(() -> platform.customers()
                .create(CUSTOMER, true));
        Tenant sandbox = new Tenant(customer, Environment.SANDBOX);
        String apiKey = keyOf(sandbox, Optional.ofNullable(known.get("AMPS_API_KEY")));
        String liveKey = keyOf(new Tenant(customer, Environment.LIVE), Optional.ofNullable(known.get("AMPS_LIVE_KEY")));
        return new Household(apiKey, liveKey, battery(sandbox, apiKey));
    }

    /** The key whose text is still here, if it still opens that tenant; else a new one: of an old one only the hash is left. */
    private String keyOf(Tenant tenant, Optional<String> known) {
        return known.filter(text -> platform.keys().authenticate(text) instanceof Authentication.Granted granted
                        && granted.tenant().equals(tenant))
                .orElseGet(() -> platform.customers().issueKey(tenant).text());
    }

    private DeviceId battery(Tenant sandbox, String apiKey) {
        if (!(platform.keys().authenticate(apiKey) instanceof Authentication.Granted granted)) {
            throw new IllegalStateException("the demo key does not open the demo customer");
        }
        Caller caller = new Caller(sandbox, granted.key(), new Caller.Scope.Everyone());
        return commandable(caller).orElseGet(() -> {
            UserId user = platform.users().find(sandbox, USER).orElseGet(() -> platform.customers()
                    .createUser(sandbox, Optional.of(USER)));
            platform.devices().link(sandbox, user, "sandbox", Optional.of(PLANT));
            return commandable(caller).orElseThrow();
        });
    }

    private Optional<DeviceId> commandable(Caller caller) {
        return platform
                .devices()
                .list(caller, Family.BATTERY, Optional.empty(), new Page(Page.MAX_LIMIT, 0, Optional.empty()))
                .items()
                .stream()
                .filter(device -> device.capabilities()
                        .command(Command.AUTO_BALANCED)
                        .filter(c -> c.execution().contains(Execution.IMMEDIATE))
                        .isPresent())
                .map(DeviceView::id)
                .findFirst();
    }

    /** Writes what {@code ./amps env} prints. */
    void write(Household household, String url, String managementUrl) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("AMPS_URL", url);
        lines.put("AMPS_API_KEY", household.apiKey());
        lines.put("AMPS_LIVE_KEY", household.liveKey());
        lines.put("AMPS_BATTERY", household.battery().value());
        lines.put("AMPS_MANAGEMENT_URL", managementUrl);
        String text = lines.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    FILE,
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's keys could not be written to " + file, e);
        }
    }

    /** Where the node with that data folder listens for its operator, as far as the demo's file tells. */
    static Optional<String> managementUrl(Path dataFolder) {
        return Optional.ofNullable(read(dataFolder.resolve(FILE)).get("AMPS_MANAGEMENT_URL"));
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> lines = new LinkedHashMap<>();
        if (!Files.isReadable(file)) {
            return lines;
        }
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    lines.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's keys could not be read from " + file, e);
        }
    }
}
