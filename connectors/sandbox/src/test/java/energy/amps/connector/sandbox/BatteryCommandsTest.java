package energy.amps.connector.sandbox;

import static energy.amps.command.Parameter.POWER;
import static energy.amps.command.Parameter.RESERVE;
import static energy.amps.command.Parameter.TARGET;
import static energy.amps.connector.sandbox.Rig.charge;
import static energy.amps.connector.sandbox.Rig.discharge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.Verdict;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What charge, discharge and idle do (contract sections 5 and 7). The battery begins at noon, at 71 %. */
class BatteryCommandsTest {

    private static final Instruction IDLE = Instruction.of(Command.IDLE);

    private final Rig battery = Rig.at("2026-06-02T12:00:00Z");

    @Test
    void chargingTakesPowerThroughOneWayEfficiency() {
        battery.push(charge(POWER, 2)).wait("PT30M");

        // 2 kW for half an hour, 95 % of it into 10 kWh.
        assertThat(battery.level()).isEqualTo(80.5);
        assertThat(battery.chargeRate()).isEqualTo(2);
        assertThat(battery.status()).isEqualTo("charging");
        assertThat(battery.mode()).isEqualTo(Command.CHARGE);
    }

    @Test
    void dischargingCostsOneWayEfficiency() {
        battery.push(discharge(POWER, 1.9)).wait("PT1H");

        assertThat(battery.level()).isEqualTo(51);
        assertThat(battery.chargeRate()).isEqualTo(-1.9);
        assertThat(battery.status()).isEqualTo("discharging");
    }

    @Test
    void withoutPowerTheNameplateIsTheCap() {
        assertThat(battery.push(discharge()).chargeRate()).isEqualTo(-5);
        assertThat(battery.push(charge()).chargeRate()).isEqualTo(5);
    }

    @Test
    void aChargeWhoseTargetIsMetReadsIdleUnderCharge() {
        battery.push(charge(TARGET, 80)).wait("PT24H");

        assertThat(battery.status()).isEqualTo("idle");
        assertThat(battery.mode()).isEqualTo(Command.CHARGE);
        assertThat(battery.chargeRate()).isEqualTo(0);
        assertThat(battery.level()).isEqualTo(80);
    }

    @Test
    void chargingTapersNearFullAndStillGetsThere() {
        battery.push(charge());

        assertThat(rateWhenReaching(90)).isEqualTo(3.5);
        assertThat(rateWhenReaching(95)).isEqualTo(2);
        assertThat(rateWhenReaching(98)).isEqualTo(1);
        assertThat(battery.wait("PT2H").level()).isEqualTo(100);
        assertThat(battery.status()).isEqualTo("idle");
    }

    private double rateWhenReaching(double level) {
        while (battery.unrounded().level() < level) {
            battery.wait("PT10S");
        }
        return battery.chargeRate();
    }

    @Test
    void aCapBelowTheTaperIsNotTouchedByIt() {
        battery.push(charge(POWER, 1)).wait("PT3H");

        assertThat(battery.level()).isEqualTo(99.5);
        assertThat(battery.chargeRate()).isEqualTo(1);
    }

    @Test
    void dischargeStopsAtItsTarget() {
        assertThat(battery.push(discharge(TARGET, 30)).wait("PT24H").level()).isEqualTo(30);
        assertThat(battery.status()).isEqualTo("idle");
        assertThat(battery.mode()).isEqualTo(Command.DISCHARGE);
    }

    @Test
    void dischargeStopsAtItsReserveAboveItsTarget() {
        assertThat(battery.push(discharge(TARGET, 30, RESERVE, 45))
                        .wait("PT24H")
                        .level())
                .isEqualTo(45);
    }

    @Test
    void dischargeStopsAtTheFloorsOfTheSettings() {
        assertThat(battery.push(discharge(TARGET, 0)).wait("PT24H").level()).isEqualTo(20);
    }

    @Test
    void aTargetThatIsAlreadyPassedMovesNothing() {
        assertThat(battery.push(charge(TARGET, 50)).wait("PT1H").level()).isEqualTo(71);
        assertThat(battery.push(discharge(TARGET, 90)).wait("PT1H").level()).isEqualTo(71);
        assertThat(battery.status()).isEqualTo("idle");
    }

    @Test
    void idleHoldsTheLevel() {
        assertThat(battery.push(IDLE).wait("PT240H").level()).isEqualTo(71);
        assertThat(battery.chargeRate()).isEqualTo(0);
        assertThat(battery.mode()).isEqualTo(Command.IDLE);
    }

    @Test
    void noPowerIsNoFlow() {
        assertThat(battery.push(charge(POWER, 0)).wait("PT1H").level()).isEqualTo(71);
        assertThat(battery.status()).isEqualTo("idle");
    }

    /** The return of the window is no push. */
    @Test
    void theReserveOfAChargeOutlivesItsWindow() {
        battery.push(charge(TARGET, 80, RESERVE, 60)).wait("PT1H");
        battery.giveBack(Instruction.of(Command.AUTO_BALANCED)).wait("PT24H");

        assertThat(battery.goTo("2026-06-04T05:00:00Z").level()).isEqualTo(60);
        assertThat(battery.verify(Instruction.of(Command.AUTO_BALANCED))).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void theReserveOfAChargeEndsWithTheNextPush() {
        battery.push(charge(TARGET, 80, RESERVE, 60))
                .wait("PT1H")
                .push(discharge())
                .wait("PT24H");

        assertThat(battery.level()).isEqualTo(20);
    }

    @Test
    void theReserveOfADischargeEndsWithItsWindow() {
        battery.push(discharge(RESERVE, 60)).wait("PT1H");
        battery.giveBack(Instruction.of(Command.AUTO_BALANCED)).goTo("2026-06-04T05:00:00Z");

        assertThat(battery.level()).isEqualTo(20);
    }

    @Test
    void everyPushTakesOverFromTheLevelOfItsInstant() {
        battery.push(charge(POWER, 2)).wait("PT30M").push(discharge(POWER, 1.9)).wait("PT30M");

        assertThat(battery.level()).isEqualTo(70.5);
    }

    @Test
    void whatArrivesForAnInstantGoneByTakesHoldNow() {
        var late = battery.attempt(Attempt.Purpose.APPLY, 1, SandboxControls.NONE);
        battery.wait("PT1H").push(IDLE);
        double level = battery.unrounded().level();
        battery.apply(charge(POWER, 2), late);

        assertThat(battery.unrounded().level()).isEqualTo(level);
        assertThat(battery.wait("PT30M").unrounded().level()).isCloseTo(level + 9.5, within(1e-9));
    }

    @Test
    void aReadFromBeforeTheLastChangeShowsThatChange() {
        battery.push(charge(TARGET, 80));

        assertThat(battery.goTo("2026-06-02T11:59:59Z").level()).isEqualTo(71);
    }

    @Test
    void whatIsShownNeverPassesABoundThatHasMoreDigits() {
        assertThat(battery.push(discharge(TARGET, 33.3336)).wait("PT9H").level())
                .isEqualTo(33.3336);
        assertThat(battery.push(charge(TARGET, 66.6663)).wait("PT9H").level()).isEqualTo(66.6663);
        assertThat(battery.push(discharge(POWER, 1.23456)).chargeRate()).isEqualTo(-1.234);
    }

    @Test
    void nothingIsShownAsNothing() {
        assertThat(Double.toString(battery.push(IDLE).chargeRate())).isEqualTo("0.0");
        assertThat(Shown.power(-(2.3 - 1.2))).isEqualTo(-1.1);
    }

    /** A number as long as a request can carry must neither fill the state nor fail the check of the outcome. */
    @Test
    void aNumberOfAThousandDigitsIsKeptInFifteenAndStillVerified() {
        BigDecimal endless = new BigDecimal("33." + "3".repeat(1000));
        Instruction asked = new Instruction(Command.DISCHARGE, Map.of(TARGET, new Quantity(endless, Unit.PERCENT)));
        battery.push(asked);

        assertThat(battery.state().text()).hasSizeLessThan(200);
        assertThat(battery.verify(asked)).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void aCommandOfAnotherFamilyIsAFaultOfTheCaller() {
        assertThatIllegalArgumentException().isThrownBy(() -> battery.push(Instruction.of(Command.FOLLOW_SCHEDULE))
                .reading());
    }
}
