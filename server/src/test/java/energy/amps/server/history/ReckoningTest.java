package energy.amps.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.connector.Sample;
import energy.amps.device.Family;
import energy.amps.server.history.Reckoning.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What is made of readings. */
class ReckoningTest {
    private static final Instant T = Instant.parse("2026-06-01T00:00:00Z");
    private static final Offset<Double> EXACTLY = within(1e-9);

    private static Instant at(long minutes) {
        return T.plus(Duration.ofMinutes(minutes));
    }

    private static List<Instant> every(int minutes, int count) {
        return IntStream.rangeClosed(0, count)
                .mapToObj(i -> at((long) i * minutes))
                .toList();
    }

    private static List<Sample> samples(Family family, List<Instant> edges, Reading... readings) {
        Reckoning reckoning = new Reckoning(family, edges);
        List.of(readings).forEach(reckoning::add);
        return reckoning.samples();
    }

    private static Reading battery(long minutes, double power, double level) {
        return new Reading(at(minutes), Map.of("chargeRate", power, "level", level));
    }

    private static Reading charger(long minutes, double power, double total) {
        return new Reading(at(minutes), Map.of("currentPower", power, "energyTotal", total));
    }

    private static double in(Sample sample) {
        return sample.energyIn().orElseThrow().kilowattHours();
    }

    private static double out(Sample sample) {
        return sample.energyOut().orElseThrow().kilowattHours();
    }

    @Test
    void ratesAreWeightedByTimeAndStocksStandAtTheEnd() {
        // 2 kW for 20 minutes, then down to 0 over 10.
        Sample sample = samples(Family.BATTERY, every(30, 1), battery(0, 2, 50), battery(20, 2, 55), battery(30, 0, 56))
                .getFirst();
        assertThat(sample.state().get("chargeRate")).isCloseTo((2.0 * 20 + 1.0 * 10) / 30, EXACTLY);
        assertThat(sample.state()).containsEntry("level", 55.0);
        assertThat(in(sample)).isCloseTo(2.0 / 3 + 1.0 / 6, EXACTLY);
        assertThat(out(sample)).isZero();
    }

    @Test
    void energyIsSharedAmongTheIntervalsThatAReadingBridges() {
        List<Sample> samples = samples(Family.BATTERY, every(5, 6), battery(0, 3, 50), battery(30, 3, 60));
        assertThat(samples).allSatisfy(each -> assertThat(in(each)).isCloseTo(0.25, EXACTLY));
        assertThat(samples).allSatisfy(each -> assertThat(each.state()).containsEntry("level", 50.0));
        assertThat(in(samples(Family.BATTERY, every(30, 1), battery(0, 3, 50), battery(30, 3, 60))
                        .getFirst()))
                .isCloseTo(1.5, EXACTLY);
    }

    /** From -1 kW evenly to +1 kW: half of the time each way. */
    @Test
    void powerThatTurnsRoundFlowsBothWays() {
        Sample sample = samples(Family.BATTERY, every(30, 1), battery(0, -1, 50), battery(30, 1, 50))
                .getFirst();
        assertThat(in(sample)).isCloseTo(0.125, EXACTLY);
        assertThat(out(sample)).isCloseTo(0.125, EXACTLY);
        assertThat(sample.state().get("chargeRate")).isCloseTo(0, EXACTLY);
        Sample other = samples(Family.BATTERY, every(30, 1), battery(0, 3, 50), battery(20, -1, 50))
                .getFirst();
        assertThat(in(other)).isCloseTo(1.5 * 0.25, EXACTLY);
        assertThat(out(other)).isCloseTo(0.5 / 12, EXACTLY);
    }

    @Test
    void gapStaysOne() {
        List<Sample> samples = samples(Family.BATTERY, every(60, 3), battery(10, 1, 50), battery(130, 1, 60));
        assertThat(samples.get(0).state()).containsOnlyKeys("level", "chargeRate");
        assertThat(samples.get(0).energyIn()).as("one reading has no course").isEmpty();
        assertThat(samples.get(1)).isEqualTo(Sample.EMPTY);
        assertThat(samples.get(2).state()).containsEntry("level", 60.0);
        assertThat(samples(Family.BATTERY, every(60, 1), battery(0, 1, 50), battery(31, 1, 60))
                        .getFirst()
                        .energyIn())
                .as("half an hour is the most")
                .isEmpty();
    }

    @Test
    void readingsAroundTheSpanCountAsFarAsTheyReachIntoIt() {
        List<Instant> edges = List.of(at(30), at(60));
        Sample sample = samples(Family.BATTERY, edges, battery(15, 2, 50), battery(45, 2, 55), battery(75, 2, 60))
                .getFirst();
        assertThat(in(sample)).isCloseTo(1, EXACTLY);
        assertThat(sample.state()).containsEntry("level", 55.0);
        assertThat(samples(Family.BATTERY, edges, battery(0, 1, 50), battery(90, 1, 50))
                        .getFirst())
                .isEqualTo(Sample.EMPTY);
    }

    @Test
    void counterIsBelievedBeforeThePower() {
        List<Sample> samples = samples(Family.EV_CHARGER, every(10, 2), charger(0, 7, 100), charger(20, 7, 104));
        assertThat(samples).allSatisfy(each -> assertThat(in(each)).isCloseTo(2, EXACTLY));
        assertThat(samples).allSatisfy(each -> assertThat(each.energyOut()).isEmpty());
        assertThat(out(samples(Family.SOLAR_INVERTER, every(20, 1), charger(0, 3, 10), charger(20, 3, 11))
                        .getFirst()))
                .isCloseTo(1, EXACTLY);
    }

    @Test
    void counterTellsOfAGapThatLiesWithinAnInterval() {
        List<Sample> hours =
                samples(Family.EV_CHARGER, every(60, 3), charger(5, 7, 100), charger(55, 7, 105), charger(130, 0, 110));
        assertThat(in(hours.get(0))).isCloseTo(5, EXACTLY);
        assertThat(hours.get(1).energyIn())
                .as("nobody knows in which hour it flowed")
                .isEmpty();
        assertThat(hours.get(2).energyIn()).isEmpty();
    }

    @Test
    void counterThatRunsBackwardsWasReplaced() {
        Sample sample = samples(Family.EV_CHARGER, every(30, 1), charger(0, 2, 100), charger(30, 2, 0))
                .getFirst();
        assertThat(in(sample)).isCloseTo(1, EXACTLY);
    }

    @Test
    void laterOfTwoReadingsOfOneInstantCounts() {
        Sample sample = samples(
                        Family.BATTERY,
                        every(30, 1),
                        battery(0, 1, 50),
                        battery(10, 9, 1),
                        battery(10, 1, 52),
                        battery(30, 1, 53))
                .getFirst();
        assertThat(sample.state()).containsEntry("level", 52.0);
    }

    @Test
    void deviceWithoutEnergyHasNone() {
        Sample sample = samples(
                        Family.HVAC,
                        every(30, 1),
                        new Reading(at(0), Map.of("temperature", 20.0, "heatSetpoint", 19.0)),
                        new Reading(at(20), Map.of("temperature", 22.0)))
                .getFirst();
        assertThat(sample.state().get("temperature")).isCloseTo(21, EXACTLY);
        assertThat(sample.state()).containsEntry("heatSetpoint", 19.0);
        assertThat(sample.energyIn()).isEqualTo(Optional.empty());
    }

    /** Whatever the resolution, the same energy comes out. */
    @Test
    void finerIntervalsAddUpToTheCoarserOne() {
        Reading[] readings = IntStream.rangeClosed(0, 96)
                .mapToObj(i -> battery(i * 15L + 7, 3 * Math.sin(i / 5.0), 50))
                .toArray(Reading[]::new);
        List<Sample> fine = samples(Family.BATTERY, every(5, 288), readings);
        Sample day = samples(Family.BATTERY, every(1440, 1), readings).getFirst();
        assertThat(fine.stream()
                        .filter(each -> each.energyIn().isPresent())
                        .mapToDouble(ReckoningTest::in)
                        .sum())
                .isCloseTo(in(day), EXACTLY);
        assertThat(fine.stream()
                        .filter(each -> each.energyOut().isPresent())
                        .mapToDouble(ReckoningTest::out)
                        .sum())
                .isCloseTo(out(day), EXACTLY);
        assertThat(in(day)).isGreaterThan(5);
    }
}
