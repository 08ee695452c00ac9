package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract section 5, the push: its shapes, its forms of time, and what the 202 says. */
@ExtendWith(DrainedDevices.class)
class PushTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private final Battery battery = Batteries.fullFeatured();
    private final JsonNode zoneBefore = battery.read().path("timezone");

    @BeforeEach
    void standInLondon() {
        setZone(LONDON.getId());
    }

    @AfterEach
    void standWhereItStood() {
        if (zoneBefore.isString()) {
            setZone(zoneBefore.stringValue());
        }
    }

    @Test
    void anImmediatePushIsAcknowledgedAndThenCompleted() {
        JsonNode accepted = battery.accepts(Push.of("auto.balanced"));
        assertThat(accepted.path("state").stringValue()).isEqualTo("acknowledged");
        assertThat(accepted.path("deviceId").stringValue()).isEqualTo(battery.id());
        assertThat(accepted.path("deviceType").stringValue()).isEqualTo("battery");
        assertThat(accepted.at("/links/self").stringValue())
                .isEqualTo("/actions/" + accepted.path("id").stringValue());

        JsonNode done = battery.awaitTerminal(accepted.path("id").stringValue());
        assertThat(done.path("state").stringValue()).isEqualTo("completed");
        assertThat(done.at("/result/success").booleanValue()).isTrue();
        assertThat(instant(done, "acknowledgedAt")).isBetween(instant(done, "createdAt"), instant(done, "completedAt"));
        assertThat(battery.mode()).isEqualTo("auto.balanced");
        for (String key : accepted.propertyNames()) {
            if (!key.equals("state")) {
                assertThat(done.path(key)).as(key).isEqualTo(accepted.path(key));
            }
        }
    }

    @Test
    void theWindowedDischargeOfTheContractIsScheduledAsItWasSent() {
        Instant start = today().plus(Duration.ofHours(40));
        Push push = Push.of("discharge")
                .start(start)
                .end(start.plus(Duration.ofHours(3)))
                .with("target", 30, "percent")
                .with("power", 5, "kw")
                .with("reserve", 20, "percent")
                .onConflict("cancel_and_replace");
        JsonNode accepted = battery.accepts(push);
        assertThat(accepted.path("state").stringValue()).isEqualTo("scheduled");
        assertThat(instant(accepted, "start")).isEqualTo(start);
        assertThat(instant(accepted, "end")).isEqualTo(start.plus(Duration.ofHours(3)));
        JsonNode sent = Json.parse(push.toString()).at("/action/parameters");
        assertThat(accepted.path("parameters")).isEqualTo(sent);
        JsonNode action = battery.action(accepted.path("id").stringValue());
        assertThat(action.path("parameters")).isEqualTo(sent);
        assertThat(action.path("acknowledgedAt").isNull()).isTrue();
    }

    @Test
    void absentParametersAreNullAndAnEmptyMapIsAnEmptyMap() {
        JsonNode without = battery.completes(Push.of("idle"));
        assertThat(without.path("parameters").isNull()).isTrue();
        JsonNode empty = battery.completes(Push.of("idle").withNoParameters());
        assertThat(empty.path("parameters").isObject()).isTrue();
        assertThat(empty.path("parameters")).isEmpty();
    }

    @Test
    void aBareStartIsScheduledWithoutEnd() {
        Instant start = today().plus(Duration.ofHours(30));
        JsonNode accepted = battery.accepts(Push.of("idle").start(start));
        assertThat(accepted.path("state").stringValue()).isEqualTo("scheduled");
        assertThat(instant(accepted, "start")).isEqualTo(start);
        assertThat(accepted.path("end").isNull()).isTrue();
    }

    @Test
    void anOffsetIsAnInstantLikeAnyOther() {
        Instant start = today().plus(Duration.ofHours(30));
        String offset =
                start.atZone(ZoneId.of("America/New_York")).toOffsetDateTime().toString();
        assertThat(instant(battery.accepts(Push.of("idle").start(offset)), "start"))
                .isEqualTo(start);
    }

    @Test
    void aWallClockIsReadInTheTimezoneOfThePlant() {
        LocalDate tomorrow = LocalDate.ofInstant(battery.now(), LONDON).plusDays(1);
        LocalDateTime evening = tomorrow.atTime(22, 0);
        LocalDateTime morning = tomorrow.plusDays(1).atTime(6, 30);
        JsonNode accepted =
                battery.accepts(Push.of("idle").start(evening + ":00").end(morning + ":00"));
        assertThat(instant(accepted, "start")).isEqualTo(evening.atZone(LONDON).toInstant());
        assertThat(instant(accepted, "end")).isEqualTo(morning.atZone(LONDON).toInstant());

        battery.drain();
        setZone("Asia/Tokyo");
        accepted = battery.accepts(Push.of("idle").start(evening + ":00"));
        assertThat(instant(accepted, "start"))
                .isEqualTo(evening.atZone(ZoneId.of("Asia/Tokyo")).toInstant());
    }

    @ParameterizedTest
    @CsvSource({"30m, PT30M", "1.5h, PT1H30M", "0.25h, PT15M", "90m, PT1H30M", "0.01m, PT0.6S", "720h, P30D"})
    void aRelativeStartCountsFromReceipt(String start, Duration length) {
        Instant before = battery.now();
        Instant resolved = instant(battery.accepts(Push.of("idle").start(start)), "start");
        // Whole milliseconds, rounded up so that "0m" is never already past.
        assertThat(resolved.minus(length)).isBetween(before, battery.now().plusMillis(1));
    }

    @Test
    void aStartInThePastNamesTheServersTime() {
        Answer refusal = battery.refuses(422, Push.of("idle").start("2020-01-01T00:00:00Z"));
        assertThat(refusal.code()).isEqualTo("START_IN_PAST");
        assertThat(Instant.parse(refusal.details().path("start").stringValue())).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(Instant.parse(refusal.details().path("now").stringValue())).isBeforeOrEqualTo(refusal.at());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2090-01-01T00:00:00Z", "2090-01-01T00:00:00", "721h", "999999999999h"})
    void aStartBeyondThirtyDaysNamesTheLatest(String start) {
        Answer refusal = battery.refuses(422, Push.of("idle").start(start));
        assertThat(refusal.code()).isEqualTo("START_OUT_OF_RANGE");
        Instant latest = Instant.parse(refusal.details().path("latest").stringValue());
        assertThat(latest)
                .isBetween(
                        refusal.at().plus(Duration.ofDays(30)).minusSeconds(60),
                        refusal.at().plus(Duration.ofDays(30)));
    }

    @Test
    void anEndWithoutStartIsNoWindow() {
        assertWindow("end_without_start", Push.of("idle").end(today().plus(Duration.ofHours(2))));
    }

    @Test
    void anEndThatIsNotAfterItsStartIsNoWindow() {
        Instant start = today().plus(Duration.ofHours(30));
        assertWindow("end_not_after_start", Push.of("idle").start(start).end(start));
        assertWindow("end_not_after_start", Push.of("idle").start(start).end(start.minusSeconds(1)));
    }

    @Test
    void aWindowLastsADayAndNotAMillisecondMore() {
        Instant start = today().plus(Duration.ofHours(30));
        Instant end = start.plus(Duration.ofHours(24));
        assertWindow("window_too_long", Push.of("idle").start(start).end(end.plusMillis(1)));
        battery.accepts(Push.of("idle").start(start).end(end));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "",
                "30",
                "30s",
                "1d",
                "-5m",
                "1.234h",
                "2026-02-30T10:00:00Z",
                "2026-13-01T00:00:00",
                "10:00"
            })
    void whatIsNoTimeIsUnparseable(String time) {
        Answer start = assertWindow("unparseable", Push.of("idle").start(time));
        assertThat(start.details().path("field").stringValue()).isEqualTo("start");
        Answer end = assertWindow("unparseable", Push.of("idle").start("1h").end(time));
        assertThat(end.details().path("field").stringValue()).isEqualTo("end");
    }

    @Test
    void anEndIsNeverRelative() {
        assertWindow("unparseable", Push.of("idle").start("1h").end("2h"));
    }

    @Test
    void aWallClockInTheSpringGapDoesNotExist() {
        ZoneOffsetTransition gap = LONDON.getRules().nextTransition(battery.now());
        while (!gap.isGap()) {
            gap = LONDON.getRules().nextTransition(gap.getInstant());
        }
        String skipped = gap.getDateTimeBefore().plusMinutes(30) + ":00";
        assertWindow("local_time_does_not_exist", Push.of("idle").start(skipped));
    }

    @Test
    void aWallClockThatComesTwiceInAutumnIsTheEarlier() {
        ZoneOffsetTransition overlap = LONDON.getRules().nextTransition(battery.now());
        while (!overlap.isOverlap()) {
            overlap = LONDON.getRules().nextTransition(overlap.getInstant());
        }
        LocalDateTime twice = overlap.getDateTimeAfter().plusMinutes(30);
        Instant earlier = twice.toInstant(overlap.getOffsetBefore());
        // Accepted within thirty days of the change of clocks, refused before; either answer says what it came to.
        Answer answer = battery.tries(Push.of("idle").start(twice + ":00"));
        String resolved = answer.status() == 202
                ? answer.data().path("start").stringValue()
                : answer.details().path("start").stringValue();
        assertThat(Instant.parse(resolved)).isEqualTo(earlier);
    }

    private Answer assertWindow(String reason, Push push) {
        Answer refusal = battery.refusesUnknown(422, push);
        assertThat(refusal.code()).isEqualTo("INVALID_TIME_WINDOW");
        assertThat(refusal.details().path("reason").stringValue()).isEqualTo(reason);
        return refusal;
    }

    private Instant today() {
        return battery.now().truncatedTo(ChronoUnit.HOURS);
    }

    private void setZone(String zone) {
        battery.api().patch(200, battery.path(), Json.object().put("timezone", zone));
    }

    private static Instant instant(JsonNode action, String key) {
        return Instant.parse(action.path(key).stringValue());
    }
}
