package energy.amps.time;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.time.PlantTime.Resolution;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PlantTimeTest {

    private static Resolution resolve(String local, String zone) {
        return PlantTime.resolve(LocalDateTime.parse(local), ZoneId.of(zone));
    }

    @Test
    void ordinaryTimeIsOneInstant() {
        assertThat(resolve("2026-06-01T22:00", "Europe/London"))
                .isEqualTo(new Resolution.Unique(Instant.parse("2026-06-01T21:00:00Z")));
    }

    @Test
    void skippedTimeNamesTheFirstInstantAfterIt() {
        assertThat(resolve("2026-03-29T01:30", "Europe/London"))
                .isEqualTo(new Resolution.Gap(Instant.parse("2026-03-29T01:00:00Z")));
        assertThat(resolve("2026-10-04T02:10", "Australia/Lord_Howe"))
                .isEqualTo(new Resolution.Gap(Instant.parse("2026-10-03T15:30:00Z")));
        assertThat(resolve("2026-04-24T00:00", "Africa/Cairo"))
                .isEqualTo(new Resolution.Gap(Instant.parse("2026-04-23T22:00:00Z")));
    }

    /** Samoa went without the 30th of December 2011. */
    @Test
    void wholeDayMayBeSkipped() {
        assertThat(resolve("2011-12-30T12:00", "Pacific/Apia"))
                .isEqualTo(new Resolution.Gap(Instant.parse("2011-12-30T10:00:00Z")));
    }

    @Test
    void repeatedTimeIsTwoInstants() {
        assertThat(resolve("2026-10-25T01:30", "Europe/London"))
                .isEqualTo(new Resolution.Overlap(
                        Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-25T01:30:00Z")));
        assertThat(resolve("2026-04-05T01:45", "Australia/Lord_Howe"))
                .isEqualTo(new Resolution.Overlap(
                        Instant.parse("2026-04-04T14:45:00Z"), Instant.parse("2026-04-04T15:15:00Z")));
    }
}
