package energy.amps.faulttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import energy.amps.faulttests.harness.Answer;
import energy.amps.faulttests.harness.Client;
import energy.amps.faulttests.harness.Site;
import energy.amps.server.embedded.Durability;
import energy.amps.testkit.process.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A battery behind a Modbus server that is not ours, linked over the API by its address, and a node that is killed in the middle of
 * its windows: what the device was told stands on the wire, and so does the return. Wants Debian's {@code python3-pymodbus} and {@code
 * python3-serial-asyncio}.
 */
class SunSpecWindowTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LEAD = Duration.ofSeconds(2);
    private static final Duration WINDOW = Duration.ofSeconds(15);
    private static final Path SUNSPEC =
            Path.of(System.getProperty("basedir", "")).resolve("../connectors/sunspec/src/test/python");

    /** Where the registers of {@code hybrid.txt} have the storage's controls. */
    private static final String MODE = "write 40349 ";

    private static final String RATES = "write 40356 ";

    private Optional<Process> device = Optional.empty();
    private Site site;
    private Path log;
    private int port;

    @BeforeEach
    void open() throws IOException {
        Optional<String> python = Stream.of("/usr/bin/python3", "python3")
                .filter(SunSpecWindowTest::hasPymodbus)
                .findFirst();
        assumeTrue(
                python.isPresent(),
                "skipped: no Python here can serve Modbus (apt-get install python3-pymodbus python3-serial-asyncio)");
        site = Site.open(1, Durability.DISPOSABLE);
        log = site.folder().resolve("device.log");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        device = Optional.of(new ProcessBuilder(
                        python.orElseThrow(),
                        SUNSPEC.resolve("inverter.py").toString(),
                        String.valueOf(port),
                        "1",
                        "40000",
                        SUNSPEC.resolve("hybrid.txt").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        await().atMost(LIMIT).until(this::isListening);
    }

    @AfterEach
    void close() throws InterruptedException {
        if (device.isPresent()) {
            device.get().destroyForcibly().waitFor();
            site.close();
        }
    }

    private static boolean hasPymodbus(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import pymodbus.server")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private NodeProcess start(String name) {
        return NodeProcess.start(
                site.plan(name).with("AMPS_SUNSPEC_ALLOW", "127.0.0.0/8").with("AMPS_LEASE", "PT2S"));
    }

    /** What the device was told at an address, in order. */
    private List<String> told(String where) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith(where))
                    .map(line -> line.substring(where.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean mode(String value) {
        List<String> told = told(MODE);
        return !told.isEmpty() && told.getLast().equals(value);
    }

    private static String link(Client client, int port) throws IOException {
        Answer link = client.post("/links", """
                {"vendor":"sunspec","deviceType":"battery",
                 "credentials":{"type":"api_key","apiKey":"modbus-tcp://127.0.0.1:%d/1"}}""".formatted(port));
        assertThat(link.status()).isEqualTo(201);
        assertThat(link.data("/state").asString()).isEqualTo("linked");
        return link.data("/devices/0/id").asString();
    }

    private static String completed(Client client, Answer push) {
        assertThat(push.status()).isEqualTo(202);
        String id = push.data("/id").asString();
        await().atMost(LIMIT)
                .until(() -> client.action(id).data("/state").asString().equals("completed"));
        return id;
    }

    @Test
    void windowsAreReturnedByTheNodeThatComesAfterTheOneThatWasKilled() throws IOException {
        NodeProcess node = start("node-1");
        String battery;
        try (Client client = site.client(node)) {
            battery = link(client, port);
            Answer read = client.get("/battery/" + battery);
            assertThat(read.data("/state/level").asDouble()).isEqualTo(50);
            assertThat(read.data("/commands/charge/parameters/power/max").asDouble())
                    .isEqualTo(5);
            completed(client, client.push(battery, "auto.balanced", Optional.empty(), Optional.empty()));
        }
        int nodes = 1;
        for (String command : List.of("charge", "discharge")) {
            String action;
            try (Client client = site.client(node)) {
                Instant begin = InstantSource.system().instant().plus(LEAD);
                Answer push = client.push(battery, command, Optional.of(begin), Optional.of(begin.plus(WINDOW)));
                assertThat(push.status()).isEqualTo(202);
                action = push.data("/id").asString();
                await().atMost(LIMIT).until(() -> mode(command.equals("charge") ? "2" : "1"));
                await().atMost(LIMIT)
                        .until(() ->
                                !client.action(action).data("/acknowledgedAt").isNull());
                assertThat(client.action(action).data("/state").asString()).isEqualTo("acknowledged");
            }
            node.process().kill();
            node = start("node-" + ++nodes);
            try (Client client = site.client(node)) {
                await().atMost(LIMIT)
                        .until(() ->
                                client.action(action).data("/state").asString().equals("completed"));
                assertThat(mode("0")).as("the device was let go").isTrue();
            }
        }
        node.close();
        assertThat(told(MODE)).as("each was told once and let go once").containsExactly("0", "2", "0", "1", "0");
        assertThat(told(RATES))
                .containsExactly("10000 10000", "55536 10000", "10000 10000", "10000 55536", "10000 10000");
    }
}
