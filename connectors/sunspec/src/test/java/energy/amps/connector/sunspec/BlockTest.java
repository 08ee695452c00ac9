package energy.amps.connector.sunspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Registers as a device sends them, and what they mean. */
class BlockTest {

    /** An inverter by day: 4,711 W, 23,456,789 Wh, following the sun. */
    private static final String INVERTER = """
            0067 0032 0014 0007 0007 0006 ffff ffff ffff ffff 0906 0905 0907 ffff
            1267 0000 1387 fffe 1270 0000 8000 8000 8000 8000 0165 ec15 0000 ffff
            ffff ffff ffff 12f2 0000 01a2 8000 8000 8000 ffff 0004 0004 0000 0000
            0000 0000 ffff ffff ffff ffff ffff ffff ffff ffff
            """;

    /** A storage at 78.5 %, charging, with all it may have. */
    private static final String STORAGE = """
            007c 0018 2d00 0064 0064 0000 ffff 01f4 1eaa ffff ffff 0004 2710 2710
            0000 0000 0000 0001 0000 0000 8000 fffe fffe 8000 8000 fffe
            """;

    private static Block block(String dump) {
        int[] words = Arrays.stream(dump.strip().split("\\s+"))
                .mapToInt(word -> Integer.parseInt(word, 16))
                .toArray();
        assertThat(words).hasSize(2 + words[1]);
        return new Block(new Layout.Model(words[0], 40_069, words[1]), words);
    }

    private static Block of(int... points) {
        int[] words = new int[points.length + 2];
        System.arraycopy(points, 0, words, 2, points.length);
        return new Block(new Layout.Model(124, 40_000, points.length), words);
    }

    @Test
    void dumpOfAnInverterIsDecoded() {
        Block inverter = block(INVERTER);
        assertThat(inverter.signed(Points.Inverter.POWER, Points.Inverter.POWER_SCALE))
                .contains(new BigDecimal("4711"));
        assertThat(inverter.counter32(Points.Inverter.ENERGY, Points.Inverter.ENERGY_SCALE))
                .contains(BigDecimal.valueOf(23_456_789));
        assertThat(inverter.unsigned(Points.Inverter.STATE)).contains(4);
    }

    @Test
    void dumpOfAStorageIsDecoded() {
        Block storage = block(STORAGE);
        assertThat(Ratings.chargeMost(storage)).contains(BigDecimal.valueOf(11_520));
        assertThat(Ratings.level(Optional.of(storage), Optional.empty())).contains(new BigDecimal("78.50"));
        assertThat(Controls.of(storage)).isEqualTo(new Controls(0, 10_000, 10_000, 0, 1, 500));
        assertThat(storage.address(Points.Storage.OUT_RATE)).isEqualTo(40_081);
    }

    @Test
    void whatIsNotImplementedIsNotKnown() {
        Block block = of(0xFFFF, 0x8000, 0, 0, 0x8000, 11, 5);
        assertThat(block.unsigned(0)).isEmpty();
        assertThat(block.signed(1)).isEmpty();
        assertThat(block.unsigned(1))
                .as("0x8000 is a number where there are no signs")
                .contains(0x8000);
        assertThat(block.signed(0)).as("0xFFFF is a number where there are").contains(-1);
        assertThat(block.counter32(2, 6)).as("a counter at zero does not count").isEmpty();
        assertThat(block.unsigned(6, 4)).as("no scale, no number").isEmpty();
        assertThat(block.unsigned(6, 5)).as("a scale of 10^11 is none").isEmpty();
        assertThat(block.unsigned(7)).as("behind the end of a shorter model").isEmpty();
        assertThat(block.counter64(5)).isEmpty();
    }

    @Test
    void scalesGoBothWays() {
        assertThat(of(1234, 0xFFFE).unsigned(0, 1)).contains(new BigDecimal("12.34"));
        assertThat(of(1234, 2).unsigned(0, 1).map(BigDecimal::toPlainString)).contains("123400");
        assertThat(of(0xFB2E, 0xFFFF).signed(0, 1)).contains(new BigDecimal("-123.4"));
        assertThat(of(0xFFFE, 0).unsigned(0, 1)).contains(BigDecimal.valueOf(65_534));
    }

    @Test
    void countersAreUnsigned() {
        assertThat(of(0xFFFF, 0xFFFE, 0).counter32(0, 2)).contains(BigDecimal.valueOf(0xFFFFFFFEL));
        assertThat(of(0, 1, 0, 0).counter64(0)).contains(BigDecimal.valueOf(0x1_0000_0000L));
    }

    @Test
    void textEndsAtItsFirstNul() {
        assertThat(of(0x4142, 0x4300, 0x5A5A).text(0, 3)).isEqualTo("ABC");
        assertThat(of(0x2041, 0xFF42, 0x2020).text(0, 3))
                .as("blanks and what no text holds")
                .isEqualTo("AB");
        assertThat(of().text(0, 4)).isEmpty();
    }
}
