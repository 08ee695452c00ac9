package energy.amps.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.fault.Refusal;
import energy.amps.server.testing.House;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How intervals are laid out. */
class SpanTest {
    private static final Instant NOW = Instant.parse("2026-11-10T12:34:56.789Z");

    private static HistoryRequest request(String from, String to, Resolution resolution) {
        return new HistoryRequest(
                Optional.ofNullable(from).map(Instant::parse),
                Optional.ofNullable(to).map(Instant::parse),
                Optional.of(resolution));
    }

    private static List<Instant> edges(HistoryRequest request, String zone) {
        return House.passed(Span.of(request, NOW))
                .edges(Optional.ofNullable(zone).map(ZoneId::of));
    }

    private static List<Duration> lengths(List<Instant> edges) {
        return IntStream.range(1, edges.size())
                .mapToObj(i -> Duration.between(edges.get(i - 1), edges.get(i)))
                .toList();
    }

    @Test
    void endsAreMovedOutwardsToWholeIntervals() {
        assertThat(edges(request("2026-11-10T10:07:30Z", "2026-11-10T10:12:00Z", Resolution.FIVE_MINUTES), null))
                .map(Instant::toString)
                .containsExactly("2026-11-10T10:05:00Z", "2026-11-10T10:10:00Z", "2026-11-10T10:15:00Z");
        assertThat(edges(request("2026-11-10T10:00:00Z", "2026-11-10T11:00:00Z", Resolution.HOUR), "Asia/Kolkata"))
                .map(Instant::toString)
                .containsExactly("2026-11-10T10:00:00Z", "2026-11-10T11:00:00Z");
    }

    @Test
    void nothingReachesBeyondNow() {
        for (String to : new String[] {"2026-11-10T12:34:56.789Z", "2027-01-01T00:00:00Z"}) {
            assertThat(edges(request("2026-11-10T11:30:00Z", to, Resolution.HOUR), null))
                    .map(Instant::toString)
                    .containsExactly("2026-11-10T11:00:00Z", "2026-11-10T12:00:00Z", "2026-11-10T12:34:56.789Z");
        }
    }

    @Test
    void withoutEndsItIsTheLastDayOrTheLastThirty() {
        HistoryRequest nothing = new HistoryRequest(Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(edges(nothing, null)).hasSize(26).startsWith(Instant.parse("2026-11-09T12:00:00Z"));
        assertThat(edges(request(null, null, Resolution.FIVE_MINUTES), null)).hasSize(24 * 12 + 2);
        assertThat(edges(request(null, null, Resolution.DAY), null))
                .hasSize(32)
                .startsWith(Instant.parse("2026-10-11T00:00:00Z"))
                .endsWith(NOW);
    }

    @Test
    void daysAreThePlants() {
        List<Instant> autumn =
                edges(request("2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z", Resolution.DAY), "Europe/London");
        assertThat(autumn)
                .map(Instant::toString)
                .containsExactly(
                        "2026-10-23T23:00:00Z", "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z", "2026-10-27T00:00:00Z");
        assertThat(lengths(autumn)).map(Duration::toHours).containsExactly(24L, 25L, 24L);
        assertThat(lengths(edges(
                        request("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z", Resolution.DAY), "Europe/London")))
                .map(Duration::toHours)
                .containsExactly(24L, 23L, 24L);
        assertThat(edges(request("2026-10-24T12:00:00Z", "2026-10-25T00:00:00Z", Resolution.DAY), null))
                .map(Instant::toString)
                .containsExactly("2026-10-24T00:00:00Z", "2026-10-25T00:00:00Z");
    }

    /** Midnight that does not exist, that comes twice, and a day that was left out. */
    @ParameterizedTest
    @CsvSource({
        "Africa/Cairo, 2026-04-23T12:00:00Z, 2026-04-25T12:00:00Z, 24 23 24",
        "America/Havana, 2026-03-07T12:00:00Z, 2026-03-09T12:00:00Z, 24 23 24",
        "America/Havana, 2025-11-01T12:00:00Z, 2025-11-03T12:00:00Z, 24 25 24",
        "Pacific/Apia, 2011-12-29T12:00:00Z, 2011-12-31T12:00:00Z, 24 24 24",
    })
    void oddDaysFollowEachOtherWithoutAGap(String zone, String from, String to, String hours) {
        List<Duration> days = lengths(edges(request(from, to, Resolution.DAY), zone));
        assertThat(days.stream().map(day -> Long.toString(day.toHours())).toList())
                .isEqualTo(List.of(hours.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-11-10T12:34:56.789Z, -, in the past",
                "2026-11-10T11:00:00Z, 2026-11-10T11:00:00Z, before 'to'",
                "1969-12-31T23:59:59Z, 1970-01-02T00:00:00Z, 1970",
                "2026-08-01T00:00:00Z, -, 2016 intervals of 1h",
            })
    void spanThatIsNotInOrderIsRefused(String from, String to, String says) {
        Refusal refusal = House.refused(Span.of(request(from, to, Resolution.HOUR), NOW));
        assertThat(refusal.message()).contains(says);
        assertThat(refusal.details().get("errors")).asString().contains("?from");
    }

    @Test
    void longestSpanIsAllowed() {
        assertThat(edges(request("2026-11-01T00:00:00Z", "2026-11-08T00:00:00Z", Resolution.FIVE_MINUTES), null))
                .hasSize(Span.MOST_INTERVALS + 1);
    }
}
