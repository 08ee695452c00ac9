package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.Clock;
import energy.amps.contract.harness.Device;
import energy.amps.contract.harness.Household;
import energy.amps.contract.harness.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Contract sections 8 and 11: a household in London, taken through the nights on which its clocks change. */
class LondonNightsTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final LocalTime BEGINS = LocalTime.of(0, 30);
    private static final LocalTime ENDS = LocalTime.of(5, 30);
    private static final String NIGHTLY =
            "{'timezone':'Europe/London','recurrence':{'rule':'daily'},'slots':[{'time':'00:30','duration':'PT5H',"
                    + "'command':'charge'}]}";

    private final Api api = Api.sandbox();
    private final Clock clock = new Clock(api);

    @BeforeEach
    @AfterEach
    void reset() {
        clock.reset();
    }

    /** A night of the wall clock, in real time. */
    private record Night(Instant start, Instant end) {
        static Night of(LocalDate date) {
            return new Night(
                    date.atTime(BEGINS).atZone(LONDON).toInstant(),
                    date.atTime(ENDS).atZone(LONDON).toInstant());
        }

        static Night of(JsonNode node) {
            return new Night(
                    Instant.parse(node.path("start").stringValue()),
                    Instant.parse(node.path("end").stringValue()));
        }

        long hours() {
            return Duration.between(start, end).toHours();
        }
    }

    @Test
    void windowsEndWhenTheWallClockSaysSoAndThePreviewSaidItBefore() {
        Battery battery = Batteries.fullFeatured();
        List<Device> household = List.of(battery, Household.taking("ev-charger", "charge", "windowed"));
        String mode = battery.mode();
        List<Long> lengths = new ArrayList<>();
        Instant after = clock.now().plus(Duration.ofDays(4));
        for (int i = 0; i < 2; i++) {
            Instant change = LONDON.getRules().nextTransition(after).getInstant();
            Instant noon = change.plus(Duration.ofHours(11));
            Instant begin = noon.minus(Duration.ofDays(3));
            Instant end = noon.plus(Duration.ofDays(3));
            clock.freezeAt(begin);
            List<String> schedules = household.stream()
                    .map(device -> api.put(200, device.path() + "/schedule", Json.object(NIGHTLY))
                            .data()
                            .path("id")
                            .stringValue())
                    .toList();
            List<Night> nights = nights(begin, end);
            schedules.forEach(id -> assertThat(announced(id, begin, end)).isEqualTo(nights));
            Night changed = nights.stream()
                    .filter(night -> night.hours() != 5)
                    .findFirst()
                    .orElseThrow();
            lengths.add(changed.hours());

            clock.advanceTo(changed.end().minus(Duration.ofMinutes(1)));
            household.forEach(device -> assertThat(device.unfinished()).hasSize(1));
            assertThat(battery.mode()).isEqualTo("charge");
            clock.advance(Duration.ofMinutes(1));
            household.forEach(device -> assertThat(device.unfinished()).isEmpty());
            assertThat(battery.mode()).as("what it stood in before").isEqualTo(mode);

            clock.advanceTo(end);
            for (int j = 0; j < household.size(); j++) {
                assertThat(happened(household.get(j), schedules.get(j))).isEqualTo(nights);
                api.delete(200, household.get(j).path() + "/schedule");
            }
            after = end;
        }
        assertThat(lengths).containsExactlyInAnyOrder(4L, 6L);
    }

    /** What the wall clock says, by nothing but the zone's own rules. */
    private static List<Night> nights(Instant from, Instant to) {
        return from.atZone(LONDON)
                .toLocalDate()
                .datesUntil(to.atZone(LONDON).toLocalDate().plusDays(1))
                .map(Night::of)
                .filter(night -> !night.start().isBefore(from) && night.start().isBefore(to))
                .toList();
    }

    private List<Night> announced(String schedule, Instant from, Instant to) {
        return api.get(200, "/schedules/" + schedule + "/occurrences?from=" + from + "&to=" + to)
                .data()
                .path("items")
                .valueStream()
                .map(Night::of)
                .toList();
    }

    /** The windows of a schedule, all of which were opened and closed when they should. */
    private List<Night> happened(Device device, String schedule) {
        return api.get(200, "/actions?limit=50&deviceId=" + device.id())
                .data()
                .path("items")
                .valueStream()
                .filter(action -> action.path("scheduleId").asString("").equals(schedule))
                .peek(action -> {
                    assertThat(action.path("state").stringValue()).isEqualTo("completed");
                    assertThat(action.path("acknowledgedAt")).isEqualTo(action.path("start"));
                    assertThat(action.path("completedAt")).isEqualTo(action.path("end"));
                })
                .map(Night::of)
                .toList()
                .reversed();
    }
}
