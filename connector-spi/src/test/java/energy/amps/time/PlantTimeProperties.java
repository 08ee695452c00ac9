package energy.amps.time;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.time.PlantTime.Resolution;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A resolved wall clock, read back in its zone, shows what was asked for: in every zone there is. */
class PlantTimeProperties {

    /** Most times are ordinary, so these are taken from around the zone's next change of offset, where it has one. */
    @Property(tries = 2000)
    void resolutionReadsBack(
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = 0, max = 2_000_000_000L) long epochSecond,
            @ForAll @IntRange(min = -150, max = 150) int minutes) {
        Instant near = Instant.ofEpochSecond(epochSecond);
        LocalDateTime local = Optional.ofNullable(zone.getRules().nextTransition(near))
                .map(ZoneOffsetTransition::getDateTimeBefore)
                .orElseGet(() -> shown(near, zone))
                .plusMinutes(minutes);
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
}
