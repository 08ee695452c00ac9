package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.ApiDocument;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract section 2, lists; section 5, the list of actions. */
@ExtendWith(DrainedDevices.class)
class ListsTest {
    private final Api api = Api.sandbox();

    @Test
    void aPageIsTenItemsFromTheStartUnlessSaidOtherwise() {
        JsonNode pagination = api.get(200, "/battery").data().path("pagination");
        assertThat(pagination.path("limit").intValue()).isEqualTo(10);
        assertThat(pagination.path("offset").intValue()).isZero();
        assertThat(pagination.path("total").intValue())
                .isEqualTo(Batteries.all().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=1", "limit=50", "offset=0", "offset=10000", "limit=50&offset=10000"})
    void theEdgesOfAPageAreInside(String query) {
        for (String list : lists()) {
            api.get(200, list + "?" + query);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=51, limit",
        "limit=-1, limit",
        "limit=ten, limit",
        "limit=1.5, limit",
        "limit=, limit",
        "limit=99999999999999999999, limit",
        "offset=-1, offset",
        "offset=x, offset",
        "cursor=%00, cursor",
        "cursor=not-a-cursor!, cursor",
        "color=red, color",
        "limit=1&limit=2, limit",
        "=1, ''"
    })
    void whatIsOutsideOrUnknownIsRefusedByName(String query, String parameter) {
        for (String path : lists()) {
            Answer answer = api.unchecked(400, "GET", path + "?" + query);
            assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
            assertThat(answer.details().path("errors").findValuesAsString("pointer"))
                    .contains("?" + parameter);
        }
    }

    @Test
    void anOffsetBeyondTheLimitNamesTheCursor() {
        for (String list : lists()) {
            Answer answer = api.unchecked(400, "GET", list + "?offset=10001");
            assertThat(answer.json().path("error").toString()).as(list).contains("cursor");
        }
    }

    @Test
    void aCursorAndAnOffsetDoNotGoTogether() {
        String cursor = api.get(200, "/battery?limit=1")
                .data()
                .at("/pagination/nextCursor")
                .stringValue();
        api.get(200, "/battery?cursor=" + cursor);
        api.unchecked(400, "GET", "/battery?offset=1&cursor=" + cursor);
    }

    /** Every list of the document, however it is cut, is the same list; {@code hasMore} and the cursor say the same. */
    @Test
    void everyListIsWholeHoweverItIsCut() {
        Battery battery = Batteries.fullFeatured();
        for (int i = 0; i < 3; i++) {
            battery.completes(Push.of("idle"));
        }
        for (String list : lists()) {
            JsonNode all = api.get(200, list + "?limit=50").data();
            List<String> ids = ids(all);
            int total = all.at("/pagination/total").intValue();
            assertThat(all.at("/pagination/hasMore").booleanValue()).as(list).isEqualTo(total > 50);
            if (total > 50) {
                continue;
            }
            assertThat(ids).as(list).hasSize(total).doesNotHaveDuplicates();
            for (int limit : List.of(1, 2, Math.max(1, total - 1), Math.max(1, total), Math.min(50, total + 1))) {
                List<String> walked = new ArrayList<>();
                String next = "";
                do {
                    JsonNode page =
                            api.get(200, list + "?limit=" + limit + next).data();
                    JsonNode pagination = page.path("pagination");
                    walked.addAll(ids(page));
                    assertThat(pagination.path("total").intValue()).isEqualTo(total);
                    assertThat(pagination.path("hasMore").booleanValue())
                            .as("%s by %d after %d", list, limit, walked.size())
                            .isEqualTo(walked.size() < total);
                    assertThat(pagination.has("nextCursor"))
                            .isEqualTo(pagination.path("hasMore").booleanValue());
                    assertThat(pagination.has("totalIsLowerBound")).isFalse();
                    next = pagination.has("nextCursor")
                            ? "&cursor=" + pagination.path("nextCursor").stringValue()
                            : "";
                } while (!next.isEmpty());
                assertThat(walked).as("%s by %d", list, limit).isEqualTo(ids);
            }
        }
    }

    @Test
    void aCursorOfOneListIsNoneOfAnother() {
        Batteries.fullFeatured().completes(Push.of("idle"));
        Batteries.fullFeatured().completes(Push.of("idle"));
        String ofActions = api.get(200, "/actions?limit=1")
                .data()
                .at("/pagination/nextCursor")
                .stringValue();
        assertThat(api.unchecked(400, "GET", "/battery?cursor=" + ofActions).code())
                .isEqualTo("VALIDATION_ERROR");
    }

    /** Every list of the document whose path names nothing. */
    private static List<String> lists() {
        ApiDocument document = Api.document();
        List<String> lists = document.templates().stream()
                .filter(template -> !template.contains("{"))
                .filter(template -> document.methods(template).contains("GET"))
                .filter(template -> document.requestViolations(
                                "GET", template, Map.of("limit", "1", "offset", "0", "cursor", "x"), Optional.empty())
                        .isEmpty())
                .toList();
        assertThat(lists).contains("/battery", "/actions");
        return lists;
    }

    @Test
    void aPageBeyondTheEndIsEmptyAndSaysSo() {
        JsonNode page = api.get(200, "/battery?offset=9999").data();
        assertThat(page.path("items")).isEmpty();
        assertThat(page.at("/pagination/hasMore").booleanValue()).isFalse();
        assertThat(page.path("pagination").has("nextCursor")).isFalse();
    }

    @Test
    void devicesComeInIdOrderHoweverTheyArePaged() {
        List<String> all = ids(api.get(200, "/battery?limit=50").data());
        assertThat(all).hasSizeGreaterThan(1).isSorted().doesNotHaveDuplicates();
        assertThat(byOffset("/battery?limit=1")).isEqualTo(all);
        assertThat(byCursor("/battery?limit=1", 50, () -> {})).isEqualTo(all);
    }

    @Test
    void actionsComeNewestFirst() {
        Battery battery = Batteries.fullFeatured();
        for (int i = 0; i < 3; i++) {
            battery.completes(Push.of("idle"));
        }
        JsonNode items = api.get(200, "/actions?limit=50&deviceId=" + battery.id())
                .data()
                .path("items");
        // Of these three alone: before them the sandbox's clock may have been turned, and been reset.
        assertThat(items.valueStream()
                        .limit(3)
                        .map(a -> Instant.parse(a.path("createdAt").stringValue())))
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(ids(items.valueStream().toList())).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void aCursorNeitherRepeatsNorSkipsWhileActionsAreAdded() {
        Battery battery = Batteries.fullFeatured();
        for (int i = 0; i < 4; i++) {
            battery.completes(Push.of("idle"));
        }
        String ofDevice = "&deviceId=" + battery.id();
        List<String> before = ids(api.get(200, "/actions?limit=4" + ofDevice).data());
        List<String> walked = byCursor(
                "/actions?limit=1" + ofDevice,
                before.size(),
                () -> battery.accepts(Push.of("idle").start("20h").onConflict("cancel_and_replace")));
        assertThat(walked).isEqualTo(before);
    }

    @Test
    void filtersNarrowTogether() {
        Battery battery = Batteries.fullFeatured();
        battery.completes(Push.of("idle"));
        String scheduled =
                battery.accepts(Push.of("idle").start("20h")).path("id").stringValue();
        String device = "&deviceId=" + battery.id();
        assertThat(ids(api.get(200, "/actions?state=scheduled" + device).data()))
                .containsExactly(scheduled);
        assertThat(ids(api.get(200, "/actions?state=scheduled&deviceType=battery" + device)
                        .data()))
                .containsExactly(scheduled);
        assertThat(ids(api.get(200, "/actions?deviceType=hvac" + device).data()))
                .isEmpty();
        assertThat(api.get(200, "/actions?limit=50&state=completed" + device)
                        .data()
                        .path("items")
                        .valueStream()
                        .map(action -> action.path("state").stringValue()))
                .isNotEmpty()
                .containsOnly("completed");
    }

    @Test
    void anUnknownWordInAFilterIsMalformedAndAnUnknownIdIsNot() {
        api.unchecked(400, "GET", "/actions?state=sleeping");
        api.unchecked(400, "GET", "/actions?deviceType=toaster");
        assertThat(ids(api.get(200, "/actions?deviceId=device_nosuchdevice").data()))
                .isEmpty();
    }

    private List<String> byOffset(String path) {
        List<String> ids = new ArrayList<>();
        JsonNode page;
        do {
            page = api.get(200, path + "&offset=" + ids.size()).data();
            ids.addAll(ids(page));
        } while (page.at("/pagination/hasMore").booleanValue());
        return ids;
    }

    private List<String> byCursor(String path, int atMost, Runnable between) {
        JsonNode page = api.get(200, path).data();
        List<String> ids = new ArrayList<>(ids(page));
        while (ids.size() < atMost && page.at("/pagination/hasMore").booleanValue()) {
            between.run();
            page = api.get(
                            200,
                            path + "&cursor="
                                    + page.at("/pagination/nextCursor").stringValue())
                    .data();
            ids.addAll(ids(page));
        }
        return ids;
    }

    private static List<String> ids(JsonNode page) {
        return ids(page.path("items").valueStream().toList());
    }

    private static List<String> ids(List<JsonNode> items) {
        return items.stream().map(item -> item.path("id").stringValue()).toList();
    }
}
