package energy.amps.connector.foxess;

import static energy.amps.connector.foxess.Rig.charge;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.SettingsOutcome;
import energy.amps.fault.FaultCode;
import energy.amps.standin.foxess.Errno;
import energy.amps.standin.foxess.Fault;
import energy.amps.standin.foxess.Received;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings (contract section 7). */
class SettingsWriterTest {
    private static final Map<Setting, Quantity> ALL = Map.of(
            Setting.SAFETY_RESERVE, Quantity.of(12, Unit.PERCENT),
            Setting.DISCHARGE_FLOOR, Quantity.of(25, Unit.PERCENT),
            Setting.CHARGE_CEILING, Quantity.of(85, Unit.PERCENT),
            Setting.EXPORT_LIMIT, Quantity.of(3680, Unit.WATTS));

    private Rig rig = Rig.impatient();

    @AfterEach
    void close() {
        rig.close();
    }

    private static void isRefused(SettingsOutcome outcome, FaultCode code) {
        assertThat(outcome).isEqualTo(new SettingsOutcome.Refused(code, Sentences.of(code)));
    }

    @Test
    void allAreWritten() {
        assertThat(rig.configure(ALL)).isInstanceOf(SettingsOutcome.Written.class);

        assertThat(rig.setting(Setting.SAFETY_RESERVE)).isEqualTo(12);
        assertThat(rig.setting(Setting.DISCHARGE_FLOOR)).isEqualTo(25);
        assertThat(rig.setting(Setting.CHARGE_CEILING)).isEqualTo(85);
        assertThat(rig.setting(Setting.EXPORT_LIMIT)).isEqualTo(3680);
    }

    /** Both levels are one native setting. */
    @Test
    void theOtherLevelStaysWhatItIs() {
        rig.configure(Setting.DISCHARGE_FLOOR, 40, Unit.PERCENT);
        rig.configure(Setting.SAFETY_RESERVE, 15, Unit.PERCENT);

        assertThat(rig.view().minSoc()).isEqualTo(15);
        assertThat(rig.view().minSocOnGrid()).isEqualTo(40);
    }

    @Test
    void bothLevelsAreOneCall() {
        rig.configure(Map.of(
                Setting.SAFETY_RESERVE, Quantity.of(12, Unit.PERCENT),
                Setting.DISCHARGE_FLOOR, Quantity.of(25, Unit.PERCENT)));

        assertThat(rig.writes()).extracting(Received::route).containsExactly("POST /op/v0/device/battery/soc/set");
    }

    /** The vendor refuses settings while a schedule is followed, ours as well as the owner's. */
    @Test
    void aScheduleLocksTheSettings() {
        rig.apply(charge(80));
        rig.cloud.received();

        isRefused(rig.configure(Setting.CHARGE_CEILING, 90, Unit.PERCENT), FaultCode.SCHEDULER_ACTIVE);
        assertThat(rig.writes()).isEmpty();

        rig.apply(Instruction.of(Command.AUTO_BALANCED));
        assertThat(rig.configure(Setting.CHARGE_CEILING, 90, Unit.PERCENT)).isInstanceOf(SettingsOutcome.Written.class);
    }

    @Test
    void aScheduleThatIsSwitchedOnMeanwhileLocksThemToo() {
        rig.cloud.play("/setting/set", new Fault.Refuse(Errno.CLOSED), 1);

        isRefused(rig.configure(Setting.CHARGE_CEILING, 90, Unit.PERCENT), FaultCode.SCHEDULER_ACTIVE);
    }

    @Test
    void anEvoTakesItsLevelsAtAnyTime() {
        rig.close();
        rig = Rig.evo();
        rig.apply(charge(80));

        assertThat(rig.configure(Setting.DISCHARGE_FLOOR, 20, Unit.PERCENT))
                .isInstanceOf(SettingsOutcome.Written.class);
        assertThat(rig.view().minSocOnGrid()).isEqualTo(20);
    }

    @Test
    void nothingWrittenIsARefusal() {
        rig.cloud.play("/soc/set", new Fault.Refuse(Errno.TOO_FREQUENT), 1);

        isRefused(rig.configure(ALL), FaultCode.RATE_LIMITED);
        assertThat(rig.view().maxSoc()).isEqualTo(100);
    }

    /** Stops at the first that fails; what was not sent has failed too. */
    @Test
    void failedMidway() {
        rig.cloud.play("/setting/set", new Fault.Refuse(Errno.BAD_PARAMETER), 1);

        assertThat(rig.configure(ALL)).isInstanceOfSatisfying(SettingsOutcome.Partial.class, partial -> {
            assertThat(partial.written()).containsExactly(Setting.SAFETY_RESERVE, Setting.DISCHARGE_FLOOR);
            assertThat(partial.failed()).containsExactly(Setting.CHARGE_CEILING, Setting.EXPORT_LIMIT);
            assertThat(partial.unknown()).isEmpty();
        });
    }

    @Test
    void notAnsweredMidway() {
        rig.cloud.play("/setting/set", new Fault.ApplyThenHang(), 1);

        assertThat(rig.configure(ALL)).isInstanceOfSatisfying(SettingsOutcome.Partial.class, partial -> {
            assertThat(partial.written()).containsExactly(Setting.SAFETY_RESERVE, Setting.DISCHARGE_FLOOR);
            assertThat(partial.failed()).containsExactly(Setting.EXPORT_LIMIT);
            assertThat(partial.unknown()).containsExactly(Setting.CHARGE_CEILING);
        });
    }

    @Test
    void theFirstNotAnswered() {
        rig.cloud.play("/soc/set", new Fault.Reset(), 1);

        assertThat(rig.configure(Setting.SAFETY_RESERVE, 20, Unit.PERCENT))
                .isInstanceOfSatisfying(SettingsOutcome.Partial.class, partial -> assertThat(partial.unknown())
                        .containsExactly(Setting.SAFETY_RESERVE));
    }

    @Test
    void aLookThatFailsIsARefusal() {
        rig.cloud.play("/soc/get", new Fault.Http(503), 1);

        isRefused(rig.configure(Setting.SAFETY_RESERVE, 20, Unit.PERCENT), FaultCode.SERVICE_UNAVAILABLE);
    }

    @Test
    void withoutItsKeyNothingIsSent() {
        rig.withoutKey();

        isRefused(rig.configure(ALL), FaultCode.INVALID_CREDENTIALS);
    }
}
