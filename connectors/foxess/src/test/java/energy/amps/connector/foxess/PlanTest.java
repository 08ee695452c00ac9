package energy.amps.connector.foxess;

import static energy.amps.connector.foxess.Rig.charge;
import static energy.amps.connector.foxess.Rig.with;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.NativeCall;
import energy.amps.standin.foxess.Received;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a dry run tells (contract section 5). */
class PlanTest {

    @Test
    void namesTheCallsAndWhatTheySay() {
        try (Rig rig = Rig.hybrid()) {
            assertThat(rig.connector.plan(rig.device(), with(charge(80), Parameter.POWER, 2.5)))
                    .containsExactly(
                            new NativeCall("POST /op/v1/device/scheduler/get", "which schedule the inverter follows"),
                            new NativeCall("GET /op/v0/device/battery/soc/get", "the lowest levels that are kept"),
                            new NativeCall("POST /op/v0/device/setting/get", "where charging stops"),
                            new NativeCall(
                                    "POST /op/v1/device/scheduler/enable",
                                    "ForceCharge to 80 % at 2500 W, until the window's end or all day"),
                            new NativeCall("POST /op/v1/device/scheduler/set/flag", "scheduler on, if it is off"));
            assertThat(rig.cloud.received()).isEmpty();
        }
    }

    /** Whatever is done in the end was announced, in that order, and costs no more than announced. */
    @ParameterizedTest
    @EnumSource(
            value = Command.class,
            names = {"CHARGE", "DISCHARGE", "IDLE", "AUTO_BALANCED", "AUTO_RESERVE", "AUTO_EXPORT"})
    void whatIsDoneWasAnnounced(Command command) {
        for (boolean evo : new boolean[] {false, true}) {
            try (Rig rig = evo ? Rig.evo() : Rig.hybrid()) {
                List<NativeCall> plan = rig.connector.plan(rig.device(), Instruction.of(command));
                rig.apply(Instruction.of(command));

                assertThat(plan)
                        .extracting(NativeCall::call)
                        .containsSubsequence(rig.cloud.received().stream()
                                .map(Received::route)
                                .toList());
                assertThat(plan).hasSizeLessThanOrEqualTo(rig.connector.calls(Operation.APPLY, rig.device()));
            }
        }
    }
}
