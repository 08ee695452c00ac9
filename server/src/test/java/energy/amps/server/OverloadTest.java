package energy.amps.server;

import static energy.amps.server.testing.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.RunningNode.Reply;
import energy.amps.server.testing.Sql;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than the house can serve: refused in its own words and with a time to come back, while what is due is done in time.
 * The database is made slow by locks that a test holds: as long as it likes, and on nothing else.
 */
class OverloadTest {
    private static final int CONNECTIONS = 4;
    private static final int PLACES = 16;
    private static final int CALLERS = 40;

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    @TempDir
    private Path data;

    private RunningNode house;
    private Sql holder;
    private String battery;
    private String other;

    @BeforeEach
    void open() {
        house = new RunningNode(
                data,
                Map.of(
                        "AMPS_DATABASE_POOL", String.valueOf(CONNECTIONS),
                        "AMPS_MAX_REQUESTS", String.valueOf(PLACES)));
        holder = house.sql();
        battery = house.household.battery().value();
        other = commandableBesides(battery);
    }

    @AfterEach
    void close() {
        holder.close();
        house.close();
    }

    private String commandableBesides(String one) {
        return IntStream.range(0, house.get("/battery").json().at("/data/items").size())
                .mapToObj(i -> house.get("/battery").json().at("/data/items/" + i))
                .filter(device -> device.at("/commands/charge").isObject())
                .map(device -> device.at("/id").asString())
                .filter(id -> !id.equals(one))
                .findFirst()
                .orElseThrow();
    }

    private List<CompletableFuture<Reply>> together(IntFunction<Reply> call) {
        return IntStream.range(0, CALLERS)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.apply(i), THREADS))
                .toList();
    }

    /** A window that opens within a second or two and closes as soon after; its action. */
    private String shortWindow() {
        Reply accepted = house.post("/battery/" + other, """
                {"action":{"command":"charge","start":"0.02m","end":"%s"}}
                """.formatted(
                        Instant.parse(house.get("/battery/" + other).at("/meta/timestamp"))
                                .plusSeconds(3)));
        assertThat(accepted.status()).isEqualTo(202);
        return accepted.at("/data/id");
    }

    private void awaitCompleted(String action) {
        try (Sql sql = house.sql()) {
            eventually().until(() -> sql.column("select state from action where id = ?", action)
                    .equals(List.of("completed")));
        }
    }

    private static void assertRefusedForNow(Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).containsEntry("retry-after", "1");
        assertThat(reply.at("/error/code")).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(reply.at("/meta/requestId")).startsWith("req_");
    }

    @Test
    void whatCannotBeServedIsRefusedWhatIsDueIsDoneAndAfterwardsAllIsWell() {
        String window = shortWindow();
        holder.begin();
        holder.column("select id from device where id = ? for update", battery);
        List<CompletableFuture<Reply>> pushes =
                together(i -> house.post("/battery/" + battery, "{\"action\":{\"command\":\"charge\"}}"));
        awaitCompleted(window);
        eventually()
                .until(() -> pushes.stream().filter(CompletableFuture::isDone).count() >= CALLERS - CONNECTIONS);
        holder.rollBack();

        List<Reply> replies = pushes.stream().map(CompletableFuture::join).toList();
        List<Reply> refused =
                replies.stream().filter(reply -> reply.status() == 503).toList();
        assertThat(refused).hasSizeGreaterThanOrEqualTo(CALLERS - CONNECTIONS);
        assertThat(refused).allSatisfy(OverloadTest::assertRefusedForNow);
        assertThat(house.metric("amps_http_unavailable_total{cause=\"overload\"}"))
                .as("beyond the places")
                .isPositive();
        assertThat(house.metric("amps_http_unavailable_total{cause=\"busy\"}"))
                .as("in a place, without a connection")
                .isPositive();
        assertThat(house.metric("amps_store_refused_total{pool=\"engine\"}")).isZero();

        long accepted = replies.stream().filter(reply -> reply.status() == 202).count();
        try (Sql sql = house.sql()) {
            assertThat(sql.number("select count(*) from action where device_id = ?", battery))
                    .as("what was refused is not there, what was accepted is")
                    .isEqualTo(accepted);
        }
        assertThat(house.get("/battery/" + battery).status()).isEqualTo(200);
    }

    @Test
    void unknownKeysByTheHundredLeaveTheEngineItsConnections() {
        String window = shortWindow();
        holder.begin();
        holder.run("lock table api_key in access exclusive mode");
        List<CompletableFuture<Reply>> strangers =
                together(i -> house.get("amps_sk_test_" + "%032d".formatted(i), "/battery"));
        awaitCompleted(window);
        eventually()
                .until(() ->
                        strangers.stream().filter(CompletableFuture::isDone).count() >= CALLERS - CONNECTIONS);
        holder.rollBack();

        assertThat(strangers.stream().map(CompletableFuture::join).filter(reply -> reply.status() != 401))
                .isNotEmpty()
                .allSatisfy(OverloadTest::assertRefusedForNow);
        assertThat(house.metric("amps_store_refused_total{pool=\"look-up\"}")).isPositive();
        assertThat(house.metric("amps_store_refused_total{pool=\"engine\"}")).isZero();
    }
}
