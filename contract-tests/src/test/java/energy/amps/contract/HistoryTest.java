package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What devices did (contract section 3, {@code docs/guides/history.md}). */
@ExtendWith(DrainedDevices.class)
class HistoryTest {
    private final Api api = Api.sandbox();
    private final Battery battery = Batteries.fullFeatured();
    private final String path = battery.path() + "/history";

    private static Instant instant(JsonNode node, String name) {
        return Instant.parse(node.path(name).stringValue());
    }

    private static List<JsonNode> items(JsonNode history) {
        return history.path("items").valueStream().toList();
    }

    private static String query(String resolution, Instant from, Instant to) {
        return "?resolution=" + resolution + "&from=" + from + "&to=" + to;
    }

    private JsonNode setZone(String zone) {
        return api.patch(200, battery.path(), Json.object().put("timezone", zone))
                .data();
    }

    @ParameterizedTest
    @CsvSource({"'', 1h, 25", "?resolution=5m, 5m, 289", "?resolution=1h, 1h, 25", "?resolution=1d, 1d, 31"})
    void withoutEndsItReachesUntilNowInIntervalsThatFollowEachOther(String query, String resolution, int atLeast) {
        Answer answer = api.get(200, path + query);
        JsonNode history = answer.data();
        List<JsonNode> items = items(history);
        assertThat(history.path("deviceId").stringValue()).isEqualTo(battery.id());
        assertThat(history.path("deviceType").stringValue()).isEqualTo("battery");
        assertThat(history.path("resolution").stringValue()).isEqualTo(resolution);
        assertThat(history.path("timezone")).isEqualTo(battery.read().path("timezone"));
        assertThat(items).hasSizeBetween(atLeast - 1, atLeast + 1);
        assertThat(items.getFirst().path("start")).isEqualTo(history.path("from"));
        assertThat(items.getLast().path("end")).isEqualTo(history.path("to"));
        assertThat(instant(history, "to")).isBeforeOrEqualTo(answer.at());
        for (int i = 1; i < items.size(); i++) {
            assertThat(items.get(i).path("start")).isEqualTo(items.get(i - 1).path("end"));
        }
    }

    @Test
    void endsAreMovedToWholeIntervals() {
        JsonNode history = api.get(
                        200, path + "?resolution=5m&from=2026-01-05T10:07:30Z&to=2026-01-05T13:12:00%2B02:00")
                .data();
        assertThat(history.path("from").stringValue()).isEqualTo("2026-01-05T10:05:00.000Z");
        assertThat(history.path("to").stringValue()).isEqualTo("2026-01-05T11:15:00.000Z");
        assertThat(items(history)).hasSize(14);
    }

    @Test
    void daysAreThePlantsAndHave23Or25HoursWhenItsClocksChange() {
        JsonNode before = battery.read().path("timezone");
        setZone("Europe/London");
        JsonNode autumn = api.get(200, path + "?resolution=1d&from=2025-10-25T12:00:00Z&to=2025-10-27T12:00:00Z")
                .data();
        assertThat(hours(autumn)).containsExactly(24L, 25L, 24L);
        assertThat(autumn.path("from").stringValue()).isEqualTo("2025-10-24T23:00:00.000Z");
        JsonNode spring = api.get(200, path + "?resolution=1d&from=2026-03-28T12:00:00Z&to=2026-03-30T12:00:00Z")
                .data();
        assertThat(hours(spring)).containsExactly(24L, 23L, 24L);
        setZone("Asia/Tokyo");
        assertThat(api.get(200, path + "?resolution=1d&from=2025-10-25T12:00:00Z&to=2025-10-26T12:00:00Z")
                        .data()
                        .path("from")
                        .stringValue())
                .isEqualTo("2025-10-24T15:00:00.000Z");
        if (before.isString()) {
            setZone(before.stringValue());
        }
    }

    private static List<Long> hours(JsonNode history) {
        return items(history).stream()
                .map(item -> Duration.between(instant(item, "start"), instant(item, "end"))
                        .toHours())
                .toList();
    }

    /** Fine and coarse intervals are of one and the same past. */
    @Test
    void aDaysFineSamplesAddUpToItsOwn() {
        List<JsonNode> days = items(api.get(200, path + "?resolution=1d").data());
        JsonNode day = days.get(days.size() - 2);
        List<JsonNode> fine = items(api.get(200, path + query("5m", instant(day, "start"), instant(day, "end")))
                .data());
        for (String flow : List.of("energyIn", "energyOut")) {
            double sum = fine.stream()
                    .mapToDouble(item -> item.path(flow).asDouble(0))
                    .sum();
            assertThat(sum).as(flow).isCloseTo(day.path(flow).asDouble(0), within(0.01));
            assertThat(fine.stream().anyMatch(item -> item.has(flow))).as(flow).isEqualTo(day.has(flow));
        }
        assertThat(fine.getLast().path("state").path("level"))
                .isEqualTo(day.path("state").path("level"));
        for (JsonNode item : fine) {
            if (item.has("energyIn") && item.path("state").has("chargeRate")) {
                double hours = Duration.between(instant(item, "start"), instant(item, "end"))
                                .toMillis()
                        / 3_600_000.0;
                assertThat(item.path("energyIn").doubleValue()
                                - item.path("energyOut").doubleValue())
                        .as(item.toString())
                        .isCloseTo(item.path("state").path("chargeRate").doubleValue() * hours, within(0.01));
            }
        }
    }

    @Test
    void tableHasTheSameNumbersInTheSameOrder() {
        String span = "?resolution=1h&from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z";
        List<JsonNode> items = items(api.get(200, path + span).data());
        List<List<String>> table = api.table(path + span);
        List<String> header = table.getFirst();
        assertThat(header)
                .containsExactly(
                        "start", "end", "capacity", "level", "chargeRate", "dischargeLimit", "energyIn", "energyOut");
        assertThat(table).hasSize(items.size() + 1);
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            List<String> expected = new ArrayList<>();
            for (String column : header) {
                JsonNode value = item.has(column)
                        ? item.path(column)
                        : item.path("state").path(column);
                expected.add(
                        value.isMissingNode()
                                ? ""
                                : value.isString()
                                        ? value.stringValue()
                                        : new BigDecimal(value.toString()).toPlainString());
            }
            assertThat(table.get(i + 1)).isEqualTo(expected);
        }
    }

    @Test
    void refusalIsEnvelopedWhateverFormIsAskedFor() {
        Answer answer = api.with("accept", "text/csv").get(404, "/battery/device_nosuchdevice/history");
        assertThat(answer.code()).isEqualTo("DEVICE_NOT_FOUND");
        assertThat(answer.message()).isEqualTo("Device not found or access denied");
        assertThat(api.with("accept", "application/xml")
                        .get(200, path)
                        .data()
                        .path("deviceId")
                        .stringValue())
                .isEqualTo(battery.id());
    }

    @Test
    void deviceIsFoundByTheRulesOfItsRead() {
        assertThat(Api.live().get(404, path).code()).isEqualTo("DEVICE_NOT_FOUND");
        assertThat(api.forUser("user_nosuchuser").get(404, path).code()).isEqualTo("DEVICE_NOT_FOUND");
        String owner = battery.read().path("userId").stringValue();
        api.forUser(owner).get(200, path);
        Api.withoutKey().get(401, path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "from=2026-01-05T12:00:00",
                "from=9000-01-01T00:00:00Z",
                "from=1969-12-31T23:00:00Z",
                "from=2026-01-05T12:00:00Z&to=2026-01-05T12:00:00Z",
                "from=2026-01-05T12:00:00Z&to=2026-01-04T12:00:00Z",
                "from=2026-01-01T00:00:00Z&to=2026-01-08T00:00:01Z&resolution=5m",
                "from=2010-01-01T00:00:00Z&to=2026-01-08T00:00:01Z&resolution=1d",
                "resolution=15m",
                "interval=1h"
            })
    void malformedSpanIsRefusedByName(String query) {
        Answer answer = api.unchecked(400, "GET", path + "?" + query);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        String name = query.substring(0, query.indexOf('='));
        assertThat(answer.details()
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("pointer").stringValue())
                        .collect(Collectors.toSet()))
                .contains("?" + name);
    }

    /** What is too long is told the bound, and how to stay within. */
    @Test
    void tooLongASpanIsToldTheBound() {
        Answer answer = api.get(400, path + "?resolution=5m&from=2026-01-01T00:00:00Z&to=2026-01-08T00:00:01Z");
        assertThat(answer.message()).contains("2016 intervals of 5m").contains("shorter span");
        assertThat(items(api.get(200, path + "?resolution=5m&from=2026-01-01T00:00:00Z&to=2026-01-08T00:00:00Z")
                        .data()))
                .hasSize(2016);
    }
}
