package energy.amps.server;

import static energy.amps.server.testing.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./amps listen} beside a node as {@code up} starts it. */
class ListenTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    private Path data;

    @Test
    void printsWhatArrivesAndLeavesNothingBehind() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (RunningNode house =
                new RunningNode(data, Map.of("AMPS_ENCRYPTION_KEY", KEY, "AMPS_WEBHOOK_ALLOW", "127.0.0.0/8"))) {
            String endpoint;
            try (Listen listen = Listen.start(
                    house.node.url(),
                    house.household.apiKey(),
                    0,
                    new PrintStream(printed, true, StandardCharsets.UTF_8))) {
                endpoint = listen.endpoint();
                assertThat(house.get(endpoint).status()).isEqualTo(200);
                house.post("/battery/" + house.household.battery().value(), "{\"action\":{\"command\":\"idle\"}}");
                eventually()
                        .until(() -> printed.toString(StandardCharsets.UTF_8).contains("push.completed"));
            }
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains("signature verified")
                    .doesNotContain("DOES NOT HOLD", "whsec_");
            assertThat(house.get(endpoint).status()).isEqualTo(404);
        }
    }

    @Test
    void saysWhyItCannotListen() {
        try (RunningNode house = new RunningNode(data, Map.of())) {
            assertThatThrownBy(() -> Listen.start(house.node.url(), house.household.apiKey(), 0, System.out))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("AMPS_ENCRYPTION_KEY");
        }
    }
}
