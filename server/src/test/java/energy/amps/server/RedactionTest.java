package energy.amps.server;

import static energy.amps.server.testing.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import energy.amps.server.config.Settings;
import energy.amps.server.config.SettingsReading;
import energy.amps.server.http.HttpConfig;
import energy.amps.server.http.HttpServer;
import energy.amps.server.testing.LiveHouse;
import energy.amps.server.testing.LiveVendor;
import energy.amps.server.testing.Sql;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Links an account with secrets that are known, has everything go right and wrong with it, and looks for them wherever the
 * platform writes: the log at its finest, every table, every answer, the metrics. In clear, in base64 and in hex.
 */
class RedactionTest {
    private static final String TOKEN = "tok-9f3b7c1d55aa-secret";
    private static final String PASSWORD = "pwd-40e1b2c3d4f5-secret";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<String> answers = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    @Test
    void noSecretIsWrittenAnywhere() {
        Logger root = (Logger) LoggerFactory.getLogger("energy.amps");
        Level was = root.getLevel();
        AppenderBase<ILoggingEvent> ears = ears();
        root.addAppender(ears);
        root.setLevel(Level.TRACE);
        LiveVendor vendor = new LiveVendor(TOKEN);
        try (LiveHouse house = LiveHouse.open(vendor);
                Sql sql = house.sql()) {
            useEverything(house, vendor);
            List<String> tables =
                    sql.column("select table_name from information_schema.tables where table_schema = 'public'");
            assertThat(sql.column("select material from account")).hasSize(1).doesNotContainNull();
            assertThat(lines).as("the log was heard").anyMatch(line -> line.contains("threw in read"));
            for (String secret : List.of(TOKEN, PASSWORD)) {
                for (String form : forms(secret)) {
                    for (String table : tables) {
                        assertThat(sql.column(
                                        "select t::text from \"" + table + "\" t where position(? in t::text) > 0",
                                        form))
                                .as(table + " holds " + form)
                                .isEmpty();
                    }
                    assertThat(answers).as("answers").noneMatch(answer -> answer.contains(form));
                    assertThat(lines).as("log lines").noneMatch(line -> line.contains(form));
                    assertThat(vendor.reads().toString()).as("toString").doesNotContain(form);
                }
            }
        } finally {
            root.setLevel(was);
            root.detachAppender(ears);
            client.close();
        }
    }

    private void useEverything(LiveHouse house, LiveVendor vendor) {
        String key = house.platform.customers().issueKey(house.tenant).text();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HttpServer http = HttpServer.start(
                HttpConfig.loopback(0, 0),
                new PlatformFeatures(house.platform),
                new PlatformOperator(house.platform, token()),
                meters,
                house.clock,
                new Random(7));
        try {
            Api api = new Api("http://127.0.0.1:" + http.port(), key);
            String credentials =
                    "{\"type\":\"username_password\",\"username\":\"%s\",\"password\":\"" + PASSWORD + "\"}";
            JsonNode linked = api.ask("POST", "/links", link(credentials.formatted("grace")));
            JsonNode asked = api.ask("POST", "/links", link(credentials.formatted("mfa")));
            api.ask("GET", "/links/" + asked.at("/data/id").asString(), "");
            api.ask("POST", "/links/" + asked.at("/data/id").asString() + "/mfa", "{\"code\":\"1\"}");
            String battery = "/battery/" + linked.at("/data/devices/0/id").asString();
            api.ask("GET", battery, "");
            api.ask("GET", "/battery", "");
            api.ask("POST", battery, "{\"action\":{\"command\":\"charge\"}}");
            eventually().until(() -> api.ask("GET", "/actions", "")
                    .at("/data/items/0/state")
                    .asString()
                    .equals("completed"));
            api.ask("POST", battery + "/settings", "{\"discharge_floor\":{\"value\":20,\"unit\":\"percent\"}}");
            vendor.show(device -> {
                throw new IllegalStateException("GET /plants?key=" + TOKEN, new IOException("Bearer " + TOKEN));
            });
            house.clock.advance(Duration.ofHours(1));
            api.ask("GET", battery, "");
            api.ask("GET", "/links", "");
            api.ask("GET", "/audit", "");
            answers.add(meters.scrape());
        } finally {
            http.stop(Duration.ofSeconds(5));
        }
    }

    private static String link(String credentials) {
        return "{\"vendor\":\"livid\",\"externalUserRef\":\"grace@example.com\",\"credentials\":" + credentials + "}";
    }

    /** A client that keeps every answer, status line and headers included. */
    private final class Api {
        private final String url;
        private final String key;

        Api(String url, String key) {
            this.url = url;
            this.key = key;
        }

        JsonNode ask(String method, String path, String body) {
            try {
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(URI.create(url + path))
                                .timeout(Duration.ofSeconds(20))
                                .header("x-api-key", key)
                                .header("Content-Type", "application/json")
                                .header(
                                        "Idempotency-Key",
                                        method.equals("GET") ? "none" : path.replace('/', '-') + body.hashCode())
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                answers.add(response.headers().map() + response.body());
                return JsonMapper.shared().readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private AdminToken token() {
        SettingsReading reading = Settings.read(Map.of("AMPS_DATA", folder.toString()));
        return AdminToken.of(((SettingsReading.Valid) reading).settings());
    }

    private AppenderBase<ILoggingEvent> ears() {
        AppenderBase<ILoggingEvent> ears = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                String thrown =
                        event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
                lines.add(event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap() + thrown);
            }
        };
        ears.setContext(((Logger) LoggerFactory.getLogger("energy.amps")).getLoggerContext());
        ears.start();
        return ears;
    }

    /** In base64 a text looks different at each of three offsets; what all its encodings have in common is looked for. */
    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(
                secret,
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes)));
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            forms.add(text.substring(offset == 0 ? 0 : offset + 1, text.length() - 1));
        }
        return forms;
    }
}
