package energy.amps.connector.sandbox;

import static energy.amps.command.Parameter.POWER;
import static energy.amps.command.Parameter.TARGET;
import static energy.amps.connector.sandbox.Rig.charge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.device.EvChargerState;
import energy.amps.device.Family;
import energy.amps.device.VehicleState;
import org.junit.jupiter.api.Test;

/** What a charger does once it was told something, and what its car shows of that. The car comes at 21:00 with 50 %. */
class ChargerTest {

    private static final Instruction IDLE = Instruction.of(Command.IDLE);

    private final Rig charger = Rig.of("Sandbox Charger 11", Rig.AT_ONCE, "2026-06-02T21:00:00Z");
    private final Rig vehicle = charger.at(Family.VEHICLE, "Sandbox Car 60");

    @Test
    void theCarTakesWhatTheChargerGives() {
        charger.push(charge(POWER, 6)).wait("PT1H");

        assertThat(state().power().orElseThrow().kilowatts()).isEqualTo(6);
        assertThat(car().chargeRate().orElseThrow().kilowatts()).isEqualTo(5.4);
        // 6 kWh, 0.9 of it into 60.
        assertThat(car().batteryLevel().orElseThrow().percent()).isEqualTo(59);
        assertThat(state().session().orElseThrow().energy().kilowattHours()).isEqualTo(6);
    }

    @Test
    void powerIsTheLeastOfAllBounds() {
        assertThat(charger.push(charge()).chargingPower()).isEqualTo(11);
        assertThat(charger.set(Setting.MAX_CHARGE_RATE, 4, Unit.KW).chargingPower())
                .isEqualTo(4);
        assertThat(charger.push(charge(POWER, 6)).chargingPower()).isEqualTo(4);
        assertThat(charger.push(charge(POWER, 2)).chargingPower()).isEqualTo(2);
        assertThat(state().powerRateLimit().orElseThrow().kilowatts()).isEqualTo(2);
    }

    @Test
    void idleHoldsBackAndTheCarShowsIt() {
        charger.push(charge(POWER, 6)).wait("PT1H").push(IDLE);
        assertThat(status()).isEqualTo("paused");
        assertThat(car().charging()).contains(false);
        assertThat(car().chargeTimeRemaining()).isEmpty();
        charger.wait("PT3H");
        assertThat(car().batteryLevel().orElseThrow().percent()).isEqualTo(59);
    }

    @Test
    void aCarThatComesToAnIdleChargerIsConnectedAndHasNoSession() {
        charger.goTo("2026-06-02T12:00:00Z").push(IDLE).goTo("2026-06-02T22:00:00Z");

        assertThat(status()).isEqualTo("connected");
        assertThat(state().session()).isEmpty();
        assertThat(state().connected()).contains(true);
    }

    @Test
    void chargingStopsAtTheTarget() {
        charger.push(charge(TARGET, 60)).wait("PT8H");

        assertThat(status()).isEqualTo("finished");
        assertThat(car().batteryLevel().orElseThrow().percent()).isEqualTo(60);
        assertThat(car().fullyCharged()).contains(false);
    }

    @Test
    void chargingTapersAndTheCarKnowsWhenItWillBeFull() {
        charger.push(charge()).wait("PT1H");
        VehicleState before = car();
        charger.wait(before.chargeTimeRemaining().orElseThrow().plusSeconds(1));

        assertThat(car().fullyCharged()).contains(true);
        assertThat(status()).isEqualTo("finished");
    }

    @Test
    void theCarLeavesAndComesBackEmptier() {
        charger.push(charge(TARGET, 90)).goTo("2026-06-03T12:00:00Z");
        assertThat(status()).isEqualTo("available");
        assertThat(car().plugged()).contains(false);
        // 90 % at nine, 3 % an hour.
        assertThat(car().batteryLevel().orElseThrow().percent()).isCloseTo(81, within(0.01));

        charger.goTo("2026-06-03T21:00:00Z");
        assertThat(car().batteryLevel().orElseThrow().percent()).isCloseTo(46, within(0.01));
        assertThat(status()).isEqualTo("charging");
        assertThat(state().session().orElseThrow().energy().kilowattHours()).isZero();
        assertThat(state().session().orElseThrow().startedAt()).isEqualTo(charger.now());
    }

    /** What the charger gave and the road took is what the car has. */
    @Test
    void theBooksOfAWeekBalance() {
        charger.push(charge(POWER, 3.7));
        double level = car().batteryLevel().orElseThrow().percent();
        double total = state().energyTotal().orElseThrow().kilowattHours();
        charger.wait("PT168H");
        double given = state().energyTotal().orElseThrow().kilowattHours() - total;
        // Seven days of 44 %.
        double road = 7 * 44;

        assertThat(car().batteryLevel().orElseThrow().percent())
                .isCloseTo(level + given * 0.9 / 60 * 100 - road, within(0.02));
    }

    @Test
    void theHomesBatteryCoversItsCar() {
        Rig battery = charger.at(Family.BATTERY, "Sandbox Battery 10").push(Instruction.of(Command.AUTO_BALANCED));
        charger.push(IDLE);
        double without = battery.surplus();
        charger.push(charge(POWER, 2));

        assertThat(battery.surplus()).isCloseTo(without - 2, within(1e-9));
        assertThat(battery.chargeRate()).isEqualTo(Shown.power(battery.surplus()));
    }

    private EvChargerState state() {
        return (EvChargerState) charger.reading().state();
    }

    private String status() {
        return state().status().orElseThrow().wire();
    }

    private VehicleState car() {
        return (VehicleState) vehicle.reading().state();
    }
}
