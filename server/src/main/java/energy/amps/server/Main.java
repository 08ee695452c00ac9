package energy.amps.server;

import energy.amps.server.config.Settings;
import energy.amps.server.config.SettingsReading;
import energy.amps.server.embedded.EmbeddedPostgresException;
import energy.amps.server.http.ListenFailure;
import energy.amps.server.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The program. {@code up [--demo]} starts a node and runs until it is told to stop; {@code admin ...} asks a node that runs to
 * do the operator's will ({@link Admin}); {@code listen} receives a node's webhooks.
 */
public final class Main {
    private static final int USAGE = 2;
    private static final int FAILED = 1;

    private Main() {}

    /**
     * Runs until a signal stops it, in good order; the exit code is then the signal's. Exits with 1 when the node could not
     * start or lost its database, or would not do what an operator asked for, with 2 for a wrong call or setting.
     */
    public static void main(String[] args) throws InterruptedException {
        List<String> arguments = List.of(args);
        if (!arguments.isEmpty() && arguments.getFirst().equals("listen")) {
            listen(arguments.subList(1, arguments.size()));
            return;
        }
        if (!arguments.isEmpty() && arguments.getFirst().equals("admin")) {
            System.exit(admin(arguments.subList(1, arguments.size()), System.getenv()));
        }
        if (arguments.isEmpty() || !arguments.getFirst().equals("up")) {
            complain("usage: up [--demo], listen [--port n] or admin ...");
            System.exit(USAGE);
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        for (String argument : arguments.subList(1, arguments.size())) {
            if (!argument.equals("--demo")) {
                complain("there is no option '" + argument + "'; usage: up [--demo]");
                System.exit(USAGE);
            }
            environment.put("AMPS_DEMO", "true");
        }
        switch (Settings.read(environment)) {
            case SettingsReading.Invalid(List<String> problems, List<String> warnings) -> {
                warnings.forEach(Main::complain);
                problems.forEach(Main::complain);
                System.exit(USAGE);
            }
            case SettingsReading.Valid(Settings settings, List<String> warnings) -> {
                warnings.forEach(Main::complain);
                up(settings, environment);
            }
        }
    }

    /** Runs until a signal stops it. */
    private static void listen(List<String> options) throws InterruptedException {
        boolean port = options.size() == 2
                && options.getFirst().equals("--port")
                && options.getLast().matches("\\d{1,5}");
        String url = System.getenv().getOrDefault("AMPS_URL", "");
        String key = System.getenv().getOrDefault("AMPS_API_KEY", "");
        if ((!options.isEmpty() && !port) || url.isEmpty() || key.isEmpty()) {
            complain("usage: listen [--port n], with AMPS_URL and AMPS_API_KEY set");
            System.exit(USAGE);
        }
        try {
            Listen listen = Listen.start(url, key, port ? Integer.parseInt(options.getLast()) : 0, System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(listen::close, "shutdown"));
            new CountDownLatch(1).await();
        } catch (IOException | IllegalArgumentException e) {
            complain("cannot listen: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static int admin(List<String> arguments, Map<String, String> environment) {
        return switch (Settings.read(environment)) {
            case SettingsReading.Invalid(List<String> problems, List<String> warnings) -> {
                problems.forEach(Main::complain);
                yield USAGE;
            }
            case SettingsReading.Valid(Settings settings, List<String> warnings) -> {
                try {
                    yield Admin.run(arguments, settings, environment, System.out, System.err) ? 0 : FAILED;
                } catch (IllegalArgumentException e) {
                    complain(e.getMessage() + "\n" + Admin.USAGE);
                    yield USAGE;
                }
            }
        };
    }

    private static void up(Settings settings, Map<String, String> environment) throws InterruptedException {
        System.setProperty(
                "amps.log.format", settings.process().logFormat().name().toLowerCase(Locale.ROOT));
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicBoolean stopping = new AtomicBoolean();
        AtomicBoolean databaseLost = new AtomicBoolean();
        Node node = startOrExit(settings, environment);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stopping.set(true);
                            node.close();
                            stopped.countDown();
                        },
                        "shutdown"));
        node.whenDatabaseEnds(() -> {
            databaseLost.set(!stopping.get());
            stopped.countDown();
        });
        greet(settings, node);
        stopped.await();
        if (databaseLost.get()) {
            complain("the embedded PostgreSQL has ended; its log is postgres.log in "
                    + settings.data().folder() + ". Start again: nothing that was accepted is lost.");
            System.exit(FAILED);
        }
    }

    private static Node startOrExit(Settings settings, Map<String, String> environment) {
        try {
            return Node.start(settings, environment);
        } catch (EmbeddedPostgresException e) {
            complain(e.getMessage());
        } catch (ListenFailure e) {
            complain(e.getMessage() + ". Choose another with AMPS_PORT or AMPS_MANAGEMENT_PORT, or stop what uses it.");
        } catch (FlywayException | StoreException e) {
            complain("the database cannot be used; check AMPS_DATABASE_URL, its user and password, and that it is"
                    + " PostgreSQL 15 or newer. It says: " + rootMessage(e));
        } catch (IllegalStateException e) {
            complain(e.getMessage());
        }
        System.exit(FAILED);
        throw new IllegalStateException("unreachable");
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private static void greet(Settings settings, Node node) {
        PrintStream out = System.out;
        out.println();
        out.println("Amps is up.");
        out.println("  API          " + node.url());
        out.println("  document     " + node.url() + "/openapi/openapi.json");
        out.println("  operating    " + node.managementUrl() + "/metrics");
        if (node.sendsToItself()) {
            out.println(
                    "  webhooks     may go to this machine itself; AMPS_WEBHOOK_ALLOW says where else, or not at all");
        }
        if (settings.process().demo()) {
            Demo demo = new Demo(node.platform(), settings.data().folder());
            Demo.Household household = demo.prepare();
            demo.write(household, node.url(), node.managementUrl());
            out.println("  sandbox key  " + household.apiKey());
            out.println("  live key     " + household.liveKey());
            out.println();
            out.println("Read a battery:");
            out.println();
            out.println("  curl -s -H 'x-api-key: " + household.apiKey() + "' " + node.url() + "/battery/"
                    + household.battery());
            out.println();
            out.println("In another shell, eval \"$(./amps env)\" sets AMPS_URL, AMPS_API_KEY and AMPS_BATTERY.");
        }
        out.println("Ctrl-C stops it.");
        out.flush();
    }

    private static void complain(@Nullable String line) {
        System.err.println("amps: " + line);
    }
}
