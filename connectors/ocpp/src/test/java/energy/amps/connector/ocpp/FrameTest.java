package energy.amps.connector.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The RPC framework of OCPP-J. */
class FrameTest {
    @Test
    void eachTypeIsReadAsItIsWritten() {
        for (Frame frame : new Frame[] {
            new Frame.Call("1", "Heartbeat", Json.object()),
            new Frame.Result("1", Json.object("status", "Accepted")),
            new Frame.Failure("1", "GenericError", "why")
        }) {
            assertThat(Frame.of(frame.text())).isEqualTo(frame);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "[2]",
                "[2,1,\"Heartbeat\",{}]",
                "[2,\"\",\"Heartbeat\",{}]",
                "[2,\"0123456789012345678901234567890123456\",\"Heartbeat\",{}]",
                "[\"2\",\"1\",\"Heartbeat\",{}]"
            })
    void whatHasNoIdIsGarbage(String text) {
        assertThat(Frame.of(text)).isInstanceOfSatisfying(Frame.Garbage.class, garbage -> assertThat(garbage.id())
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[2,\"1\",\"Heartbeat\"]",
                "[2,\"1\",\"Heartbeat\",[]]",
                "[2,\"1\",2,{}]",
                "[3,\"1\",\"x\"]",
                "[4,\"1\",{}]",
                "[5,\"1\",{}]"
            })
    void whatHasAnIdIsAnsweredUnderIt(String text) {
        assertThat(Frame.of(text)).isInstanceOfSatisfying(Frame.Garbage.class, garbage -> assertThat(garbage.id())
                .isEqualTo(Optional.of("1")));
    }
}
