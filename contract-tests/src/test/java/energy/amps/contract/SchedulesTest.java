package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Contract section 8, over HTTP. What a moved clock is needed for is tested behind the edge. */
@ExtendWith(DrainedDevices.class)
class SchedulesTest {
    private static final String NIGHTLY =
            "{'timezone':'Europe/London','recurrence':{'rule':'daily'},'slots':[{'time':'00:30','duration':'PT5H',"
                    + "'command':'charge','parameters':{'target':{'value':100,'unit':'percent'}}}]}";

    private final Battery battery = Batteries.fullFeatured();
    private final Api api = battery.api();
    private final String path = battery.path() + "/schedule";

    @AfterEach
    void leaveNoSchedule() {
        api.deleteEither(200, 404, path);
    }

    @Test
    void aScheduleThatIsSetIsReadEverywhere() {
        JsonNode sent = Json.object(NIGHTLY);
        JsonNode set = api.put(200, path, sent).data();
        assertThat(set.path("recurrence")).isEqualTo(sent.path("recurrence"));
        assertThat(set.path("slots")).isEqualTo(sent.path("slots"));
        assertThat(set.path("deviceId").stringValue()).isEqualTo(battery.id());
        assertThat(set.path("state").stringValue()).isEqualTo("active");
        assertThat(Instant.parse(set.path("nextFireAt").stringValue())).isAfter(battery.now());

        String id = id(set);
        assertThat(api.get(200, path).data()).isEqualTo(set);
        assertThat(api.get(200, "/schedules/" + id).data()).isEqualTo(set);
        assertThat(api.get(200, "/schedules?state=active&deviceId=" + battery.id())
                        .data()
                        .path("items"))
                .containsExactly(set);
        JsonNode current = battery.read().path("currentSchedule");
        assertThat(current.path("id").stringValue()).isEqualTo(id);
        assertThat(current.path("nextFireAt")).isEqualTo(set.path("nextFireAt"));
        assertThat(api.get(200, current.at("/links/self").stringValue()).data()).isEqualTo(set);
    }

    @Test
    void settingAgainKeepsTheIdAndCancellingEndsIt() {
        JsonNode first = api.put(200, path, Json.object(NIGHTLY)).data();
        JsonNode second = api.put(
                        200,
                        path,
                        Json.object("{'recurrence':{'rule':'weekly','days':['mon','fri']},"
                                + "'slots':[{'time':'19:00','command':'auto.balanced'}]}"))
                .data();
        assertThat(id(second)).isEqualTo(id(first));
        assertThat(second.path("createdAt")).isEqualTo(first.path("createdAt"));
        assertThat(second.path("timezone").stringValue())
                .as("the plant's")
                .isEqualTo(battery.read().path("timezone").stringValue());

        JsonNode cancelled = api.delete(200, path).data();
        assertThat(id(cancelled)).isEqualTo(id(first));
        assertThat(cancelled.path("state").stringValue()).isEqualTo("cancelled");
        assertThat(cancelled.path("nextFireAt").isNull()).isTrue();
        assertThat(api.get(404, path).code()).isEqualTo("NOT_FOUND");
        assertThat(api.delete(404, path).code()).isEqualTo("NOT_FOUND");
        assertThat(battery.read().path("currentSchedule").isNull()).isTrue();
        assertThat(api.get(200, "/schedules/" + id(first)).data()).isEqualTo(cancelled);
        assertThat(id(api.put(200, path, Json.object(NIGHTLY)).data())).isNotEqualTo(id(first));
    }

    @Test
    void aScheduleIsPendingUntilItsFirstDay() {
        JsonNode set = api.put(
                        200,
                        path,
                        Json.object("{'recurrence':{'rule':'monthly','startDate':'" + yearsAhead(1) + "'},"
                                + "'slots':[{'time':'12:00','command':'idle'}]}"))
                .data();
        assertThat(set.path("state").stringValue()).isEqualTo("pending");
        assertThat(battery.read().at("/currentSchedule/state").stringValue()).isEqualTo("pending");
        assertThat(api.get(200, "/schedules?state=pending&deviceId=" + battery.id())
                        .data()
                        .path("items"))
                .containsExactly(set);
        assertThat(api.get(200, "/schedules?state=active&deviceId=" + battery.id())
                        .data()
                        .path("items"))
                .isEmpty();
    }

    /** Real seconds: what is awaited is a state. */
    @Test
    void aSlotBecomesAnActionAtItsInstantAndTheScheduleIsThenCompleted() {
        battery.completes(Push.of("auto.balanced"));
        Instant at = battery.now().plusSeconds(2);
        JsonNode set = api.put(
                        200, path, Json.object("{'slots':[{'at':'" + at + "','duration':'PT2S','command':'idle'}]}"))
                .data();
        assertThat(set.path("recurrence").isNull()).isTrue();
        assertThat(Instant.parse(set.path("nextFireAt").stringValue())).isEqualTo(at);
        JsonNode fired = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> battery.read().path("lastAction"), last -> "idle"
                        .equals(last.path("command").stringValue()));
        JsonNode action = battery.awaitTerminal(id(fired));
        assertThat(action.path("scheduleId").stringValue()).isEqualTo(id(set));
        assertThat(action.path("state").stringValue()).isEqualTo("completed");
        assertThat(Instant.parse(action.path("start").stringValue())).isEqualTo(at);
        assertThat(Instant.parse(action.path("end").stringValue())).isEqualTo(at.plusSeconds(2));
        assertThat(Instant.parse(action.path("createdAt").stringValue())).isAfterOrEqualTo(at);
        assertThat(battery.mode()).isEqualTo("auto.balanced");
        JsonNode over = api.get(200, "/schedules/" + id(set)).data();
        assertThat(over.path("state").stringValue()).isEqualTo("completed");
        assertThat(over.path("nextFireAt").isNull()).isTrue();
        assertThat(battery.read().path("currentSchedule").isNull()).isTrue();
    }

    @Test
    void anActionOfAPushHasNoSchedule() {
        assertThat(battery.completes(Push.of("idle")).path("scheduleId").isNull())
                .isTrue();
    }

    /** The night of 28 March 2027 in London, and that of 31 October. */
    @Test
    void thePreviewFollowsTheWallClock() {
        String id = id(api.put(
                        200,
                        path,
                        Json.object("{'timezone':'Europe/London','recurrence':{'rule':'daily'},'slots':["
                                + "{'time':'00:30','duration':'PT30M','command':'charge'},"
                                + "{'time':'01:05','duration':'PT20M','command':'discharge'},"
                                + "{'time':'01:30','duration':'PT4H','command':'charge'}]}"))
                .data());
        assertThat(lines(id, "2027-03-28T00:00:00Z", "2027-03-28T12:00:00Z"))
                .containsExactly(
                        "2027-03-28T00:30:00.000Z 2027-03-28T01:00:00.000Z 2027-03-28T00:30:00 gap charge",
                        "2027-03-28T01:00:00.000Z 2027-03-28T01:00:00.000Z 2027-03-28T01:05:00 gap discharge",
                        "2027-03-28T01:00:00.000Z 2027-03-28T04:30:00.000Z 2027-03-28T01:30:00 gap charge");
        assertThat(lines(id, "2027-10-30T23:00:00Z", "2027-10-31T12:00:00Z"))
                .containsExactly(
                        "2027-10-30T23:30:00.000Z 2027-10-31T00:00:00.000Z 2027-10-31T00:30:00 overlap charge",
                        "2027-10-31T00:05:00.000Z 2027-10-31T00:25:00.000Z 2027-10-31T01:05:00 overlap discharge",
                        "2027-10-31T00:30:00.000Z 2027-10-31T05:30:00.000Z 2027-10-31T01:30:00 overlap charge");
        JsonNode year = api.get(
                        200, "/schedules/" + id + "/occurrences?from=2027-01-01T00:00:00Z&to=2028-02-05T00:00:00Z")
                .data();
        assertThat(year.path("items")).hasSize(1_000);
        assertThat(year.path("hasMore").booleanValue()).isTrue();
        assertThat(api.get(200, "/schedules/" + id + "/occurrences").data().path("items"))
                .hasSize(21);
    }

    private List<String> lines(String id, String from, String to) {
        return api.get(200, "/schedules/" + id + "/occurrences?from=" + from + "&to=" + to)
                .data()
                .path("items")
                .valueStream()
                .map(item -> item.path("start").stringValue() + " "
                        + item.path("end").stringValue() + " "
                        + item.path("local").stringValue() + " "
                        + item.path("adjusted").asString("-") + " "
                        + item.path("command").stringValue())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "?from=yesterday, ?from",
        "?from=2027-01-01T00:00:00Z&to=2027-01-01T00:00:00Z, ?to",
        "?from=2027-01-01T00:00:00Z&to=2028-02-06T00:00:01Z, ?to",
        "?until=2027-01-01T00:00:00Z, ?until"
    })
    void aMalformedPreviewIsRefused(String query, String pointer) {
        String id = id(api.put(200, path, Json.object(NIGHTLY)).data());
        Answer refused = api.unchecked(400, "GET", "/schedules/" + id + "/occurrences" + query);
        assertThat(refused.details().at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no_slots | /slots | {'slots':[]}",
                "unknown_timezone | /timezone |"
                        + " {'timezone':'Mars/Base','recurrence':{'rule':'daily'},'slots':[{'time':'01:00','command':'idle'}]}",
                "time_and_at | /slots/0 | {'recurrence':{'rule':'daily'},"
                        + "'slots':[{'time':'01:00','at':'2030-01-01T00:00:00Z','command':'idle'}]}",
                "bad_recurrence | /recurrence/rule | {'recurrence':{'rule':'hourly'},'slots':[{'time':'01:00','command':'idle'}]}",
                "bad_recurrence | /recurrence/days | {'recurrence':{'rule':'weekly'},'slots':[{'time':'01:00','command':'idle'}]}",
                "bad_recurrence | /recurrence/days/0 |"
                        + " {'recurrence':{'rule':'weekly','days':['monday']},'slots':[{'time':'01:00','command':'idle'}]}",
                "bad_recurrence | /recurrence/days |"
                        + " {'recurrence':{'rule':'daily','days':['mon']},'slots':[{'time':'01:00','command':'idle'}]}",
                "bad_recurrence | /recurrence/rrule |"
                        + " {'recurrence':{'rule':'rrule','rrule':'FREQ=HOURLY'},'slots':[{'time':'01:00','command':'idle'}]}",
                "bad_recurrence | /recurrence/startDate |"
                        + " {'recurrence':{'rule':'daily','startDate':'2027-02-30'},'slots':[{'time':'01:00','command':'idle'}]}",
                "bad_recurrence | /recurrence | {'recurrence':{'rule':'daily','startDate':'2026-01-01','endDate':'2026-01-02'},"
                        + "'slots':[{'time':'01:00','command':'idle'}]}",
                "slots_overlap | /slots/1 | {'recurrence':{'rule':'daily'},"
                        + "'slots':[{'time':'22:00','duration':'PT5H','command':'charge'},{'time':'02:59','command':'idle'}]}",
                "slots_overlap | /slots/1 | {'recurrence':{'rule':'daily'},"
                        + "'slots':[{'time':'02:00','command':'charge'},{'time':'02:00','command':'idle'}]}"
            })
    void whatMakesNoScheduleIsRefusedWithItsReasonAndPlace(String reason, String pointer, String body) {
        Answer refused = api.unchecked(422, "PUT", path, Json.object(body).toString());
        assertThat(refused.code()).isEqualTo("INVALID_SCHEDULE");
        assertThat(refused.details().path("reason").stringValue()).isEqualTo(reason);
        assertThat(refused.details().path("pointer").stringValue()).isEqualTo(pointer);
        assertThat(api.get(404, path).code()).isEqualTo("NOT_FOUND");
    }

    /** The same times on days that do not touch are no overlap. */
    @Test
    void slotsThatTouchOrNeverMeetAreAccepted() {
        api.put(
                200,
                path,
                Json.object(
                        "{'recurrence':{'rule':'daily'},'slots':[{'time':'22:00','duration':'PT5H','command':'charge'},"
                                + "{'time':'03:00','duration':'PT19H','command':'discharge'}]}"));
        api.put(
                200,
                path,
                Json.object(
                        "{'recurrence':{'rule':'weekly','days':['mon']},"
                                + "'slots':[{'time':'22:00','duration':'PT5H','command':'charge'},{'time':'02:00','command':'idle'}]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UNSUPPORTED_MODE | /slots/0/command | 'time':'01:00','command':'fly'",
                "UNSUPPORTED_PARAMETER | /slots/0/parameters |"
                        + " 'time':'01:00','command':'idle','parameters':{'target':{'value':1,'unit':'percent'}}",
                "UNSUPPORTED_UNIT | /slots/0/parameters/target |"
                        + " 'time':'01:00','command':'charge','parameters':{'target':{'value':1,'unit':'kwh'}}",
                "PARAMETER_OUT_OF_RANGE | /slots/0/parameters/target |"
                        + " 'time':'01:00','command':'charge','parameters':{'target':{'value':101,'unit':'percent'}}",
                "START_IN_PAST | /slots/0/at | 'at':'2020-01-01T00:00:00Z','command':'idle'",
                "START_OUT_OF_RANGE | /slots/0/at | 'at':'2099-01-01T00:00:00Z','command':'idle'",
                "INVALID_TIME_WINDOW | /slots/0/time | 'time':'25:00','command':'idle'",
                "INVALID_TIME_WINDOW | /slots/0/at | 'at':'2030-01-01T00:00:00','command':'idle'",
                "INVALID_TIME_WINDOW | /slots/0/duration | 'time':'01:00','duration':'5h','command':'idle'",
                "INVALID_TIME_WINDOW | /slots/0/duration | 'time':'01:00','duration':'PT0S','command':'idle'",
                "INVALID_TIME_WINDOW | /slots/0/duration | 'time':'01:00','duration':'PT24H1S','command':'idle'"
            })
    void aSlotThatTheDeviceDoesNotTakeIsRefusedLikeAPushAndAtItsPlace(String code, String pointer, String slot) {
        Answer refused = api.unchecked(
                422,
                "PUT",
                path,
                Json.object("{'recurrence':{'rule':'daily'},'slots':[{" + slot + "}]}")
                        .toString());
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.details().path("pointer").stringValue()).isEqualTo(pointer);
    }

    @Test
    void aDeviceThatTakesNoneOfItRefusesAsToAPush() {
        Battery windowed = Batteries.windowedOnly();
        String command =
                windowed.read().path("commands").propertyNames().iterator().next();
        Answer bare = windowed.api()
                .put(
                        422,
                        windowed.path() + "/schedule",
                        Json.object("{'recurrence':{'rule':'daily'},'slots':[{'time':'01:00','command':'" + command
                                + "'}]}"));
        assertThat(bare.code()).isEqualTo("EXECUTION_NOT_SUPPORTED");
        assertThat(bare.details().path("requestedExecution").stringValue()).isEqualTo("scheduled");
        Battery readOnly = Batteries.readOnly();
        assertThat(readOnly.api()
                        .put(422, readOnly.path() + "/schedule", Json.object(NIGHTLY))
                        .code())
                .isEqualTo("COMMAND_NOT_SUPPORTED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/slots | {}",
                "/slots | {'slots':{}}",
                "/slots/0 | {'slots':[1]}",
                "/slots/0/command | {'slots':[{'time':'01:00'}]}",
                "/slots/0/tiem | {'slots':[{'tiem':'01:00','command':'idle'}]}",
                "/slots/0/time | {'slots':[{'command':'idle'}]}",
                "/recurrence | {'slots':[{'time':'01:00','command':'idle'}]}",
                "/recurrence/rule | {'recurrence':{},'slots':[{'time':'01:00','command':'idle'}]}",
                "/recurrence/days/1 |"
                        + " {'recurrence':{'rule':'weekly','days':['mon',2]},'slots':[{'time':'01:00','command':'idle'}]}",
                "/state | {'state':'active','slots':[{'time':'01:00','command':'idle'}]}"
            })
    void aMalformedBodyIsRefusedAtItsPlace(String pointer, String body) {
        Answer refused = api.unchecked(400, "PUT", path, Json.object(body).toString());
        assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(refused.details().path("errors").findValuesAsString("pointer"))
                .contains(pointer);
    }

    @Test
    void aStrangerSeesNoScheduleAndAUserHisOwn() {
        JsonNode set = api.put(200, path, Json.object(NIGHTLY)).data();
        String user = battery.read().path("userId").stringValue();
        List<Api> strangers = List.of(
                Api.live(),
                Target.current().otherApiKey().map(Api::withKey).orElseGet(Api::live),
                Api.sandbox().forUser("user_nobodyOfThisName"));
        for (Api stranger : strangers) {
            assertThat(stranger.get(404, "/schedules/" + id(set)).code()).isEqualTo("NOT_FOUND");
            assertThat(stranger.get(404, "/schedules/" + id(set) + "/occurrences")
                            .code())
                    .isEqualTo("NOT_FOUND");
            assertThat(stranger.get(404, path).code()).isEqualTo("DEVICE_NOT_FOUND");
            assertThat(stranger.put(404, path, Json.object(NIGHTLY)).code()).isEqualTo("DEVICE_NOT_FOUND");
            assertThat(stranger.delete(404, path).code()).isEqualTo("DEVICE_NOT_FOUND");
            assertThat(stranger.get(200, "/schedules?deviceId=" + battery.id())
                            .data()
                            .path("items"))
                    .isEmpty();
        }
        assertThat(Api.sandbox().forUser(user).get(200, "/schedules/" + id(set)).data())
                .isEqualTo(set);
        assertThat(api.get(200, "/schedules?state=active&userId=" + user).data().path("items"))
                .contains(set);
        assertThat(api.get(200, "/schedules?userId=user_nobodyOfThisName")
                        .data()
                        .path("items"))
                .isEmpty();
        assertThat(api.unchecked(400, "GET", "/schedules?state=asleep").code()).isEqualTo("VALIDATION_ERROR");
        assertThat(api.get(200, path).data()).isEqualTo(set);
    }

    private String yearsAhead(int years) {
        return battery.now().plus(Duration.ofDays(365L * years)).toString().substring(0, 10);
    }

    private static String id(JsonNode thing) {
        return thing.path("id").stringValue();
    }
}
