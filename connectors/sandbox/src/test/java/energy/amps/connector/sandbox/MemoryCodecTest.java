package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import energy.amps.connector.ConnectorState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Round trips are in {@link ProjectionProperties}; here is what a later version must still read, and what none may. */
class MemoryCodecTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model=battery-10",
                "model=battery-slot;at=2026-06-02T12:00:00Z;level=54.25;standing=idle",
                "model=battery-10;at=2026-06-02T12:00:00.123456789Z;level=54.25"
                        + ";standing=charge,target:80:percent,power:3.5:kw,reserve:30:percent;held=30"
                        + ";written=safety_reserve:15,export_limit:1E+300"
                        + ";pending=2026-06-02T12:00:10Z,RETURN,auto.balanced",
                "model=battery-meter;pending=2026-06-02T12:00:10Z,APPLY,discharge,target:80.50:percent"
            })
    void versionOneReadsForever(String text) {
        Memory<Level> memory = read(1, text);

        assertThat(MemoryReader.read(MemoryCodec.encode(memory), BatteryHardware::of))
                .isEqualTo(memory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model=battery-10",
                "model=battery-10;traits=FLAKY,SLOW;linked=2026-06-01T12:00:00Z",
                "model=battery-slot;journal=2026-06-02T12:00:00Z|54.25|idle||",
                "model=battery-10;journal=2026-06-02T12:00:00.123456789Z|54.25|charge,target:80:percent,power:3.5:kw|30|"
                        + "~2026-06-02T13:00:00Z|54.25|idle||safety_reserve:15,export_limit:1E+300"
                        + ";pending=2026-06-02T12:00:10Z,RETURN,auto.balanced"
            })
    void versionTwoReadsForever(String text) {
        assertThat(MemoryCodec.encode(read(2, text))).isEqualTo(new ConnectorState(2, text));
    }

    @Test
    void aMemoryOfTheFirstVersionKeepsAllThatItHeld() {
        Memory<Level> memory = read(
                1,
                "model=battery-10;at=2026-06-02T12:00:00Z;level=54.25;standing=charge,target:80:percent;held=30"
                        + ";written=safety_reserve:15;pending=2026-06-02T12:00:10Z,RETURN,auto.balanced");

        assertThat(MemoryCodec.encode(memory).text())
                .isEqualTo("model=battery-10;journal=2026-06-02T12:00:00Z|54.25|charge,target:80:percent|30|"
                        + "safety_reserve:15;pending=2026-06-02T12:00:10Z,RETURN,auto.balanced");
    }

    private static Memory<Level> read(int version, String text) {
        return MemoryReader.read(new ConnectorState(version, text), BatteryHardware::of);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "model=battery-11",
                "model=battery-10;model=battery-10",
                "model=battery-10;mood=fine",
                "model=battery-10;",
                "model=battery-10;level=54.25",
                "model=battery-10;held=30",
                "model=battery-10;at=2026-06-02T12:00:00Z;level=54.25",
                "model=battery-10;at=noon;level=54.25;standing=idle",
                "model=battery-10;at=2026-06-02T12:00:00Z;level=NaN;standing=idle",
                "model=battery-10;at=2026-06-02T12:00:00Z;level=101;standing=idle",
                "model=battery-10;at=2026-06-02T12:00:00Z;level=half;standing=idle",
                "model=battery-10;at=2026-06-02T12:00:00Z;level=5;standing=sleep",
                "model=battery-10;at=2026-06-02T12:00:00Z;level=5;standing=charge,target:80",
                "model=battery-10;at=2026-06-02T12:00:00Z;level=5;standing=charge,target:80:parsec",
                "model=battery-10;at=2026-06-02T12:00:00Z;level=5;standing=idle;written=colour:1",
                "model=battery-10;pending=2026-06-02T12:00:10Z,PUSH,idle",
                "model=battery-10;pending=2026-06-02T12:00:10Z,APPLY"
            })
    void whatWasNeverWrittenIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(1, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model=battery-10;journal=",
                "model=battery-10;journal=2026-06-02T12:00:00Z|54.25|idle|",
                "model=battery-10;journal=2026-06-02T12:00:00Z|54.25|idle||~",
                "model=battery-10;traits=LAZY",
                "model=battery-10;at=2026-06-02T12:00:00Z;level=5;standing=idle"
            })
    void whatVersionTwoNeverWroteIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(2, text));
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(3, "model=battery-10"))
                .withMessageContaining("version 3");
    }
}
