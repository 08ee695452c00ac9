package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.Clock;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract section 11, the test clock. It is the whole customer's, and each test leaves it at real time. */
class TestClockTest {
    private static final String CLOCK = "/sandbox/clock";

    private final Api api = Api.sandbox();
    private final Clock clock = new Clock(api);
    private Battery battery;

    @BeforeEach
    void begin() {
        reset();
        battery = Batteries.fullFeatured();
    }

    @AfterEach
    void reset() {
        clock.reset();
    }

    private Instant freeze() {
        return clock.freeze();
    }

    private void advance(Duration by) {
        clock.advance(by);
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.parse(node.path(field).stringValue());
    }

    @Test
    void realTimeUntilItIsTurned() {
        JsonNode read = clock.read();
        assertThat(read.path("frozen").booleanValue()).isFalse();
        assertThat(read.path("target").isNull()).isTrue();
        assertThat(instant(read, "now"))
                .isBetween(
                        api.get(200, CLOCK).at().minusSeconds(5),
                        api.get(200, CLOCK).at());
    }

    @Test
    void everyInstantIsTheClocks() {
        Instant now = freeze();
        assertThat(battery.now()).isEqualTo(now);
        assertThat(instant(battery.read().path("sync"), "lastPulledAt")).isEqualTo(now);
        JsonNode action = battery.completes(Push.of("charge"));
        for (String field : List.of("createdAt", "updatedAt", "acknowledgedAt", "completedAt")) {
            assertThat(instant(action, field)).as(field).isEqualTo(now);
        }
        assertThat(api.get(404, "/actions/act_none").at()).isEqualTo(now);
        advance(Duration.ofHours(36));
        assertThat(battery.now()).isEqualTo(now.plus(Duration.ofHours(36)));
    }

    @Test
    void windowsOpenAndCloseAtTheirInstants() {
        Instant now = freeze();
        List<JsonNode> accepted = new ArrayList<>();
        for (int day = 1; day <= 10; day++) {
            Instant start = now.plus(Duration.ofDays(day)).truncatedTo(ChronoUnit.HOURS);
            accepted.add(battery.accepts(Push.of(day % 2 == 0 ? "charge" : "discharge")
                    .start(start)
                    .end(start.plus(Duration.ofHours(2)))
                    .onConflict("queue_after")));
        }
        advance(Duration.ofDays(12));
        for (JsonNode each : accepted) {
            JsonNode action = battery.action(each.path("id").stringValue());
            assertThat(action.path("state").stringValue()).isEqualTo("completed");
            assertThat(action.path("acknowledgedAt")).isEqualTo(action.path("start"));
            assertThat(action.path("completedAt")).isEqualTo(action.path("end"));
        }
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void fillsAsItWouldHave() {
        freeze();
        battery.completes(Push.of("discharge"));
        advance(Duration.ofHours(12));
        double low = battery.state().path("level").doubleValue();
        battery.completes(Push.of("charge"));
        advance(Duration.ofHours(12));
        assertThat(battery.state().path("level").doubleValue()).isGreaterThan(low + 50);
    }

    /** Right after an advance, to the end of it. */
    @Test
    void historyIsOfTheClocksTime() {
        Instant begin = clock.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
        Instant middle = begin.plus(Duration.ofHours(12));
        Instant end = begin.plus(Duration.ofHours(24));
        clock.freezeAt(begin);
        battery.completes(Push.of("discharge"));
        advance(Duration.ofHours(12));
        battery.completes(Push.of("charge"));
        advance(Duration.ofHours(12));
        JsonNode history =
                api.get(200, battery.path() + "/history?resolution=1h").data();
        assertThat(instant(history, "from")).isEqualTo(begin);
        assertThat(instant(history, "to")).isEqualTo(end);
        List<JsonNode> items = history.path("items").valueStream().toList();
        assertThat(sum(items, begin, middle, "energyOut")).isPositive();
        assertThat(sum(items, begin, middle, "energyIn")).isZero();
        assertThat(sum(items, middle, end, "energyIn")).isPositive();
    }

    private static double sum(List<JsonNode> items, Instant from, Instant to, String flow) {
        return items.stream()
                .filter(item -> !instant(item, "start").isBefore(from)
                        && !instant(item, "end").isAfter(to))
                .mapToDouble(item -> item.path(flow).asDouble(0))
                .sum();
    }

    @Test
    void repeatedTurnIsMadeOnce() {
        Instant now = freeze();
        Api keyed = api.with("Idempotency-Key", "turn-" + now);
        JsonNode first =
                keyed.post(202, CLOCK, Json.object("{'advance':'PT1H'}")).data();
        clock.awaitReady();
        assertThat(keyed.post(202, CLOCK, Json.object("{'advance':'PT1H'}")).data())
                .isEqualTo(first);
        assertThat(clock.awaitReady().path("now").stringValue())
                .isEqualTo(now.plus(Duration.ofHours(1)).toString());
        assertThat(keyed.post(422, CLOCK, Json.object("{'advance':'PT2H'}")).code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void pushesMeetTheClocksTime() {
        Instant now = freeze();
        advance(Duration.ofDays(100));
        Instant there = now.plus(Duration.ofDays(100));
        assertThat(battery.refuses(422, Push.of("charge").start(there.minusSeconds(1)))
                        .code())
                .isEqualTo("START_IN_PAST");
        JsonNode action = battery.accepts(Push.of("charge").start("30m"));
        assertThat(instant(action, "start")).isEqualTo(there.plus(Duration.ofMinutes(30)));
    }

    @Test
    void goesForwardOnlyAndFourHundredDaysAtMost() {
        Instant now = freeze();
        for (String body : List.of(
                "{'freezeAt':'" + now.minusMillis(1) + "'}",
                "{'freezeAt':'" + now.plus(Duration.ofDays(400)).plusMillis(1) + "'}",
                "{'advance':'PT9600H0.001S'}")) {
            Answer refused = api.post(400, CLOCK, Json.object(body));
            assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
            assertThat(refused.details().path("errors").path(0).path("pointer").stringValue())
                    .isIn("/freezeAt", "/advance");
        }
        assertThat(clock.turns("{'advance':'PT9600H'}")).isEqualTo(now.plus(Duration.ofDays(400)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'freezeAt':'soon'}",
                "{'freezeAt':'2027-01-01T00:00:00'}",
                "{'freezeAt':1}",
                "{'advance':'36 hours'}",
                "{'advance':'-PT1H'}",
                "{'advance':'P1Y'}",
                "{'reset':false}",
                "{'reset':true,'advance':'PT1H'}",
                "{'reset':true,'why':'because'}"
            })
    void takesExactlyOneOfThree(String body) {
        assertThat(api.unchecked(400, "POST", CLOCK, Json.object(body).toString())
                        .code())
                .isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void belongsToTheWholeSandbox() {
        assertThat(Api.live().get(404, CLOCK).code()).isEqualTo("NOT_FOUND");
        assertThat(Api.live().post(404, CLOCK, Json.object("{'reset':true}")).code())
                .isEqualTo("NOT_FOUND");
        assertThat(api.forUser("ada@example.com").get(403, CLOCK).code()).isEqualTo("INSUFFICIENT_PERMISSIONS");
        assertThat(api.forUser("nobody@example.com")
                        .post(403, CLOCK, Json.object("{'reset':true}"))
                        .code())
                .isEqualTo("INSUFFICIENT_PERMISSIONS");
    }

    @Test
    void liveTimeIsReal() {
        Instant before = Api.live().get(200, "/battery").at();
        freeze();
        advance(Duration.ofDays(30));
        assertThat(Api.live().get(200, "/battery").at()).isBetween(before, before.plus(Duration.ofHours(1)));
    }

    @Test
    void resetBringsRealTimeAndNewDevices() {
        JsonNode untouched = battery.state();
        Instant now = freeze();
        Instant start = now.plus(Duration.ofHours(1));
        JsonNode open = battery.accepts(Push.of("charge").start(start).end(start.plus(Duration.ofHours(10))));
        JsonNode ahead = battery.accepts(Push.of("charge")
                .start(start.plus(Duration.ofHours(20)))
                .end(start.plus(Duration.ofHours(21)))
                .onConflict("queue_after"));
        advance(Duration.ofHours(2));
        assertThat(clock.turns("{'reset':true}")).isBefore(now.plus(Duration.ofHours(1)));
        assertThat(battery.action(open.path("id").stringValue()).path("state").stringValue())
                .isEqualTo("completed");
        assertThat(battery.action(ahead.path("id").stringValue()).path("state").stringValue())
                .isEqualTo("cancelled");
        assertThat(battery.mode()).isEqualTo("auto.balanced");
        assertThat(battery.state().propertyNames()).isEqualTo(untouched.propertyNames());
        assertThat(battery.unfinished()).isEmpty();
    }
}
