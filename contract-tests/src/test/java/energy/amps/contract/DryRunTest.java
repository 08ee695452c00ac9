package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Contract section 5, dry run: what a push would do, and nothing of it. */
@ExtendWith(DrainedDevices.class)
class DryRunTest {
    private final Battery battery = Batteries.fullFeatured();

    @BeforeEach
    void standInAKnownMode() {
        battery.completes(Push.of("auto.balanced"));
    }

    @Test
    void anImmediatePushIsToldAndNotMade() {
        JsonNode before = battery.read();
        JsonNode told = rehearsed(Push.of("charge").with("target", 90, "percent"));
        assertThat(told.path("dryRun").booleanValue()).isTrue();
        assertThat(told.path("state").stringValue()).isEqualTo("acknowledged");
        assertThat(told.at("/parameters/target/value").intValue()).isEqualTo(90);
        assertThat(told.path("start").isNull()).isTrue();
        assertThat(told.path("revert").isNull()).isTrue();
        assertThat(told.at("/conflicts/actions").isEmpty()).isTrue();
        assertThat(battery.unfinished()).isEmpty();
        assertThat(battery.read().path("lastAction")).isEqualTo(before.path("lastAction"));
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void timesAreResolvedAndAWindowSaysWhereItReturnsTo() {
        battery.completes(Push.of("discharge").with("target", 20, "percent"));
        Instant before = battery.now();
        JsonNode told = rehearsed(Push.of("idle").start("1.5h").end(before.plus(Duration.ofHours(3))));
        assertThat(told.path("state").stringValue()).isEqualTo("scheduled");
        assertThat(Instant.parse(told.path("start").stringValue()))
                .isBetween(before.plus(Duration.ofMinutes(89)), before.plus(Duration.ofMinutes(91)));
        assertThat(told.at("/revert/command").stringValue()).isEqualTo("discharge");
        assertThat(told.at("/revert/parameters/target/value").intValue()).isEqualTo(20);
        assertThat(told.at("/revert/basis").stringValue()).isEqualTo("standing");
    }

    @Test
    void whatAStrategyWouldDoIsToldActionByAction() {
        Instant now = battery.now();
        JsonNode first = battery.accepts(
                Push.of("charge").start(now.plus(Duration.ofHours(2))).end(now.plus(Duration.ofHours(4))));
        Push push = Push.of("idle").start("1h").end(now.plus(Duration.ofHours(6)));

        JsonNode queued = rehearsed(push.onConflict("queue_after"));
        assertThat(queued.path("start")).isEqualTo(first.path("end"));
        assertThat(queued.at("/conflicts/strategy").stringValue()).isEqualTo("queue_after");
        assertThat(queued.at("/conflicts/actions/0/id")).isEqualTo(first.path("id"));
        assertThat(queued.at("/conflicts/actions/0/cancelled").booleanValue()).isFalse();

        JsonNode replacing = rehearsed(push.onConflict("cancel_and_replace"));
        assertThat(replacing.at("/conflicts/actions/0/cancelled").booleanValue())
                .isTrue();

        assertThat(battery.unfinished()).hasSize(1);
        assertThat(battery.action(first.path("id").stringValue()).path("state").stringValue())
                .isEqualTo("scheduled");
    }

    @Test
    void whileAWindowIsOpenTheNextOneReturnsToWhereThatOneDoes() {
        Instant end = battery.now().plus(Duration.ofHours(1));
        JsonNode open = battery.accepts(Push.of("idle").start("0m").end(end));
        battery.awaitTaken(open.path("id").stringValue());
        JsonNode told = rehearsed(
                Push.of("charge").start(end).end(end.plus(Duration.ofHours(1))).onConflict("queue_after"));
        assertThat(told.at("/revert/command").stringValue()).isEqualTo("auto.balanced");
        assertThat(told.at("/revert/basis").stringValue()).isEqualTo("window");
    }

    /** The same refusals as the push itself, with the same details. */
    @Test
    void whatWouldBeRefusedIsRefused() {
        battery.accepts(Push.of("idle").start("20h"));
        for (Push push : List.of(
                Push.of("levitate"),
                Push.of("charge").with("target", 90, "watts"),
                Push.of("charge").with("target", 900, "percent"),
                Push.of("idle").start("soon"),
                Push.of("idle"),
                Push.of("idle").onConflict("queue_after"))) {
            Answer refused = battery.api()
                    .uncheckedAny(
                            Set.of(400, 409, 422),
                            "POST",
                            battery.path() + "?dryRun=true",
                            push.json().toString());
            Answer pushed = battery.api()
                    .uncheckedAny(
                            Set.of(400, 409, 422),
                            "POST",
                            battery.path(),
                            push.json().toString());
            assertThat(refused.code()).as("%s", push).isEqualTo(pushed.code());
            assertThat(refused.details()).as("%s", push).isEqualTo(pushed.details());
        }
        Api api = battery.api();
        assertThat(api.post(
                                404,
                                "/battery/device_0?dryRun=true",
                                Push.of("idle").json())
                        .code())
                .isEqualTo("DEVICE_NOT_FOUND");
        assertThat(api.unchecked(
                                400,
                                "POST",
                                battery.path() + "?dryRun=perhaps",
                                Push.of("idle").json().toString())
                        .code())
                .isEqualTo("VALIDATION_ERROR");
    }

    /** A rehearsal has no effect to repeat: its key is as good as new afterwards, for the push itself. */
    @Test
    void anIdempotencyKeyIsNotTakenByARehearsal() {
        Api api = battery.api().with("Idempotency-Key", "rehearsed-" + System.nanoTime());
        Push push = Push.of("idle").start("20h");
        Answer first = api.post(200, battery.path() + "?dryRun=true", push.json());
        assertThat(first.headers().firstValue("idempotent-replayed")).isEmpty();
        Answer again = api.post(200, battery.path() + "?dryRun=true", push.json());
        assertThat(again.headers().firstValue("idempotent-replayed")).isEmpty();
        api.post(202, battery.path(), push.json());
    }

    private JsonNode rehearsed(Push push) {
        return battery.api()
                .post(200, battery.path() + "?dryRun=true", push.json())
                .data();
    }
}
