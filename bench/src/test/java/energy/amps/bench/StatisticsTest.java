package energy.amps.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class StatisticsTest {

    private static Latencies of(LongStream nanos) {
        Latencies latencies = new Latencies();
        nanos.forEach(latencies::record);
        return latencies;
    }

    @Test
    void quantilesAreTrueToTheWidthOfABucket() {
        Latencies latencies = of(LongStream.rangeClosed(1, 1_000_000));
        for (double share : List.of(0.001, 0.5, 0.9, 0.99, 0.999)) {
            double expected = share * 1_000_000;
            assertThat((double) latencies.quantileNanos(share)).isCloseTo(expected, within(expected * 0.016));
        }
    }

    @Test
    void smallValuesAreExact() {
        Latencies latencies = of(LongStream.rangeClosed(1, 100));
        assertThat(latencies.quantileNanos(0.5)).isEqualTo(50);
        assertThat(latencies.quantileNanos(0.01)).isEqualTo(1);
    }

    @Test
    void theLastQuantileIsTheGreatestValueItself() {
        assertThat(of(LongStream.of(7, 123_456_789L)).quantileNanos(1)).isEqualTo(123_456_789L);
    }

    @Test
    void theLongestAndTheShortestTimeHaveABucket() {
        Latencies latencies = of(LongStream.of(Long.MAX_VALUE, 0, -5));
        assertThat(latencies.maxNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(latencies.quantileNanos(0.5)).isZero();
    }

    @Test
    void mergingCountsBothSides() {
        Latencies all = of(LongStream.of(1, 2));
        all.add(of(LongStream.of(50, 60)));
        assertThat(all.count()).isEqualTo(4);
        assertThat(all.quantileNanos(0.5)).isEqualTo(2);
        assertThat(all.maxNanos()).isEqualTo(60);
    }

    @Test
    void nothingCountedHasNoQuantile() {
        assertThat(new Latencies().quantileNanos(0.99)).isZero();
    }

    @Test
    void aRoundsRateIsItsCallsOverItsTime() {
        assertThat(new Round(of(LongStream.of(1, 1, 1)), 1_500_000_000L).perSecond())
                .isEqualTo(2);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 100.0))).isEqualTo(new Spread(3.5, 1, 100));
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
    }

    @Test
    void aGoalThatIsMissedSaysByHowMuch() {
        assertThat(Report.atLeast("share", new Spread(0.5, 0.4, 0.6), 0.7)).endsWith("short by 0.20");
        assertThat(Report.atLeast("share", new Spread(0.7, 0.4, 0.9), 0.7)).endsWith("reached");
    }

    @Test
    void tableCellsAlign() {
        Report.Table table = new Report.Table(List.of("", "x"), List.of(List.of("a", "100")));
        assertThat(table.text()).isEqualTo("|   | x   |\n| - | --- |\n| a | 100 |\n");
    }

    @Test
    void optionsOutOfRangeAreRefusedByName() {
        assertThat(Options.parse(List.of("--seconds", "2", "--rounds", "3")).length())
                .isEqualTo(Duration.ofSeconds(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--burst", "100001")))
                .withMessageContaining("--burst");
    }
}
