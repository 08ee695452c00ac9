package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import energy.amps.connector.ConnectorState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Round trips are in {@link ProjectionProperties}; here is what a later version must still read, and what none may. */
class BatteryMemoryCodecTest {

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
        ConnectorState state = new ConnectorState(1, text);

        assertThat(BatteryMemoryCodec.encode(BatteryMemoryCodec.decode(state))).isEqualTo(state);
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
        assertThatIllegalArgumentException().isThrownBy(() -> BatteryMemoryCodec.decode(new ConnectorState(1, text)));
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatteryMemoryCodec.decode(new ConnectorState(2, "model=battery-10")))
                .withMessageContaining("version 2");
    }
}
