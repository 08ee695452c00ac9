package energy.amps.time;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.time.PlantTime.Resolution;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A resolved wall clock, read back in its zone, shows what was asked for: in every zone there is. */
class PlantTimeProperties {

    @Property(tries = 2000)
    void resolutionReadsBack(@ForAll("times") LocalDateTime local, @ForAll("zones") ZoneId zone) {
        switch (PlantTime.resolve(local, zone)) {
            case Resolution.Unique(Instant instant) ->
                assertThat(shown(instant, zone)).isEqualTo(local);
            case Resolution.Overlap(Instant earlier, Instant later) -> {
                assertThat(earlier).isBefore(later);
                assertThat(shown(earlier, zone)).isEqualTo(local);
                assertThat(shown(later, zone)).isEqualTo(local);
            }
            case Resolution.Gap(Instant firstValid) -> {
                assertThat(shown(firstValid, zone)).isAfter(local);
                assertThat(shown(firstValid.minusNanos(1), zone)).isBefore(local);
            }
        }
    }

    private static LocalDateTime shown(Instant instant, ZoneId zone) {
        return LocalDateTime.ofInstant(instant, zone);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(new ArrayList<>(new TreeSet<>(ZoneId.getAvailableZoneIds())))
                .map(ZoneId::of);
    }

    /** The quarters of an hour of fifty years. */
    @Provide
    Arbitrary<LocalDateTime> times() {
        long from = LocalDateTime.of(1990, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        long until = LocalDateTime.of(2040, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        return Arbitraries.longs()
                .between(from / 900, until / 900)
                .map(quarter -> LocalDateTime.ofEpochSecond(quarter * 900, 0, ZoneOffset.UTC));
    }
}
