package energy.amps.faulttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import energy.amps.faulttests.harness.Answer;
import energy.amps.faulttests.harness.Client;
import energy.amps.faulttests.harness.Site;
import energy.amps.server.embedded.Durability;
import energy.amps.testkit.process.NodeProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's jar in the folder of a node that was not built with it. */
class ConnectorFolderTest {
    private static final Path JAR = Path.of(System.getProperty("basedir", ""))
            .resolve("../connectors/example-plug/target/example-plug-connector-1.0.jar");

    @TempDir
    private Path folder;

    @Test
    void vendorOfAJarInTheFolderIsLinked() throws IOException {
        Files.copy(JAR, folder.resolve("example-plug.jar"));
        try (ServerSocket hub = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Site site = Site.open(0, Durability.DISPOSABLE)) {
            Thread.ofVirtual().start(() -> serve(hub));
            NodeProcess.Plan plan = site.plan("node-1")
                    .with("AMPS_CONNECTORS", folder.toString())
                    .with("AMPS_ENCRYPTION_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
                    .with("EXAMPLE_PLUG_HUB", "127.0.0.1:" + hub.getLocalPort());
            try (NodeProcess node = NodeProcess.start(plan);
                    Client client = site.client(node)) {
                assertThat(link(client, "wrong").code()).isEqualTo("INVALID_CREDENTIALS");
                Answer linked = link(client, "right");
                assertThat(linked.status()).isEqualTo(201);
                assertThat(linked.data("/devices")).hasSize(2);
                Answer plugs = client.get("/ev-charger");
                assertThat(plugs.data("/items/0/vendor").asString()).isEqualTo("exampleplug");
                assertThat(plugs.data("/items/0/commands/charge/parameters/power/max")
                                .decimalValue())
                        .isEqualByComparingTo("3.7");
            }
        }
    }

    @Test
    void jarWithoutAConnectorStopsTheStart() throws IOException {
        Files.copy(Path.of(System.getProperty("basedir", "")).resolve("pom.xml"), folder.resolve("broken.jar"));
        try (Site site = Site.open(0, Durability.DISPOSABLE)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> NodeProcess.start(site.plan("node-1").with("AMPS_CONNECTORS", folder.toString())))
                    .withMessageContaining("ended with code 1")
                    .withMessageContaining("broken.jar");
        }
    }

    private static Answer link(Client client, String token) throws IOException {
        return client.post(
                "/links",
                "{\"vendor\":\"exampleplug\",\"externalUserRef\":\"me@example.com\",\"skipDeviceSelection\":true,"
                        + "\"credentials\":{\"type\":\"api_key\",\"apiKey\":\"" + token + "\"}}");
    }

    /** A hub that knows one token and lists two sockets. */
    private static void serve(ServerSocket hub) {
        try {
            while (true) {
                try (Socket socket = hub.accept()) {
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    String answer = in.readLine().startsWith("right ") ? "OK hub=H1 a:3700 b:3700" : "NO TOKEN";
                    socket.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }
}
