package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import energy.amps.server.store.StoreException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a request leaves behind in the log and in the metrics. */
class TelemetryTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("energy.amps.server.http");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final RunningEdge edge = new RunningEdge();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        edge.close();
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private List<ILoggingEvent> lines(Level level) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel() == level)
                .filter(event -> level != Level.INFO || event.getMessage().equals("request"))
                .toList();
    }

    private ILoggingEvent accessLine() {
        await().until(() -> !lines(Level.INFO).isEmpty());
        assertThat(lines(Level.INFO)).hasSize(1);
        return lines(Level.INFO).getFirst();
    }

    private static Map<String, Object> values(ILoggingEvent event) {
        return event.getKeyValuePairs().stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    @Test
    void everyRequestIsOneLine() {
        var reply = edge.get("/actions/act_1");
        ILoggingEvent line = accessLine();
        assertThat(values(line))
                .containsEntry("method", "GET")
                .containsEntry("route", "/actions/{actionId}")
                .containsEntry("status", 200)
                .containsEntry("customerId", "cus_1")
                .containsEntry("environment", "sandbox")
                .containsKey("latencyMicros")
                .doesNotContainKey("code");
        assertThat(line.getMDCPropertyMap())
                .containsEntry("requestId", reply.header("x-request-id"))
                .containsEntry("actionId", "act_1");
    }

    @Test
    void anAcceptedPushIsLoggedWithItsAction() {
        edge.post("/battery/device_1", "{\"action\":{\"command\":\"charge\"}}");
        ILoggingEvent line = accessLine();
        assertThat(values(line)).containsEntry("status", 202);
        assertThat(line.getMDCPropertyMap()).containsEntry("actionId", "act_1");
    }

    @Test
    void aRefusalIsLoggedAndCountedByItsCode() {
        edge.get("/nowhere");
        assertThat(values(accessLine())).containsEntry("code", "NOT_FOUND").containsEntry("route", "unmatched");
        assertThat(edge.meters
                        .get("amps.http.refusals")
                        .tag("code", "NOT_FOUND")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatIsNoRequestIsLoggedToo() {
        try (RawClient client = edge.raw()) {
            client.send("garbage\r\n\r\n").reply();
        }
        assertThat(values(accessLine())).containsEntry("route", "malformed").containsEntry("status", 400);
    }

    @Test
    void aFaultIsLoggedOnceWithItsRequestId() {
        edge.features.before = () -> {
            throw new IllegalStateException("broken on purpose");
        };
        var reply = edge.get("/battery");
        accessLine();
        assertThat(lines(Level.ERROR)).hasSize(1);
        assertThat(lines(Level.ERROR).getFirst().getMDCPropertyMap())
                .containsEntry("requestId", reply.header("x-request-id"));
    }

    @Test
    void aStoreThatCannotServeIsUnavailableAndNoFaultOfOurs() {
        edge.features.before = () -> {
            throw new StoreException("a statement failed", new SQLException("gone", "08006"));
        };
        var reply = edge.get("/battery");
        accessLine();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(reply.response().body()).contains("SERVICE_UNAVAILABLE").doesNotContain("gone");
        assertThat(lines(Level.ERROR)).isEmpty();
        assertThat(lines(Level.WARN)).hasSize(1);
    }

    @Test
    void neitherKeysNorQueriesNorBodiesAreLogged() {
        edge.get("/battery?userId=someone%40home");
        edge.send("PATCH", "/battery/device_1", "{\"timezone\":\"Europe/Nowhere\"}");
        await().until(() -> lines(Level.INFO).size() == 2);
        String everything = log.list.stream()
                .map(event -> event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap())
                .collect(Collectors.joining());
        assertThat(everything).doesNotContain(FakeFeatures.KEY, "someone", "Nowhere");
    }

    @Test
    void aMethodOfTheClientsInventionIsNoLabel() {
        try (RawClient client = edge.raw()) {
            client.send("BREW /battery HTTP/1.1\r\nHost: a\r\nx-api-key: " + FakeFeatures.KEY + "\r\n\r\n")
                    .reply();
        }
        accessLine();
        assertThat(edge.meters
                        .get("amps.http.requests")
                        .tag("method", "OTHER")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
