package energy.amps.connector.foxess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.foxess.Memory.Span;
import energy.amps.connector.foxess.Memory.Traits;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is remembered of an inverter, as text and back. */
class MemoryCodecTest {
    private static final Memory FULL = new Memory(
            "60KE8020479C034",
            new Traits(
                    Dialect.PLACES,
                    Set.of("SelfUse"),
                    Set.of("ForceCharge"),
                    new Bounds(5000, 10, OptionalInt.of(10)),
                    10_360,
                    true,
                    Map.of(Knob.EXPORT_LIMIT, new Span(0, 30_000))),
            List.of("0-1439 ForceCharge 10 80 5000 80"));

    @Test
    void comesBackAsItWas() {
        assertThat(MemoryCodec.read(MemoryCodec.write(FULL))).isEqualTo(FULL);
        Memory unknown = new Memory("SN", Traits.UNKNOWN, List.of());
        assertThat(MemoryCodec.read(MemoryCodec.write(unknown))).isEqualTo(unknown);
    }

    @Test
    void remembersTheLatestFewOfWhatIsUncertain() {
        Memory memory = FULL;
        for (int i = 0; i < 20; i++) {
            memory = memory.perhaps("schedule " + i);
        }
        assertThat(memory.written()).containsExactly("schedule 16", "schedule 17", "schedule 18", "schedule 19");
        assertThat(memory.perhaps("schedule 16").written())
                .endsWith("schedule 19", "schedule 16")
                .hasSize(4);
        assertThat(memory.confirmed("the one").written()).containsExactly("the one");
        assertThat(memory.confirmed("").written()).isEmpty();
    }

    /** Far from the 16 KiB that a state may have. */
    @Test
    void staysSmall() {
        Memory memory = FULL;
        for (int i = 0; i < 4; i++) {
            memory = memory.perhaps("1000-1439 ForceDischarge 100 100 10000 100;".repeat(3) + i);
        }
        assertThat(MemoryCodec.write(memory).text().length()).isLessThan(2000);
    }

    @Test
    void refusesWhatItDidNotWrite() {
        assertThatThrownBy(() -> MemoryCodec.read(new ConnectorState(2, "{}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MemoryCodec.read(new ConnectorState(1, "nothing")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
