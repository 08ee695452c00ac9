package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.device.EvChargerState;
import energy.amps.device.Family;
import energy.amps.device.HvacState;
import energy.amps.device.SolarInverterState;
import energy.amps.device.VehicleState;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The days of contract section 11 in a home that nobody ever told anything. */
class UntouchedHomesTest {

    @ParameterizedTest
    @CsvSource({
        "00:00:00, 60.67, true, true",
        "05:59:59, 82, true, true",
        "06:00:00, 80, true, true",
        "07:30:00, 87.5, true, true",
        "08:59:59, 95, true, true",
        "09:00:00, 95, false, false",
        "13:00:00, 83, false, false",
        "16:59:59, 71, false, false",
        "17:00:00, 70, false, false",
        "19:00:00, 60, false, false",
        "21:00:00, 50, true, true"
    })
    void aVehicleFollowsTheContractsDay(String time, double level, boolean plugged, boolean charging) {
        VehicleState car = vehicle("2026-06-02T" + time + "Z");

        assertThat(car.batteryLevel().orElseThrow().percent()).isEqualTo(level);
        assertThat(car.plugged()).contains(plugged);
        assertThat(car.charging()).contains(charging);
        assertThat(car.chargeTimeRemaining().isPresent()).isEqualTo(charging);
        assertThat(car.chargeRate().orElseThrow().kilowatts() > 0).isEqualTo(charging);
    }

    /** The charger gives what the car's level shows, through the car's own losses. */
    @ParameterizedTest
    @CsvSource({"22:00:00, charging", "03:00:00, charging", "08:00:00, charging", "12:00:00, available"})
    void theChargersDayIsTheVehicles(String time, String status) {
        Rig rig = Rig.of("Sandbox Charger 11", Rig.AT_ONCE, "2026-06-03T" + time + "Z");
        EvChargerState charger = (EvChargerState) rig.reading().state();
        VehicleState car = (VehicleState)
                rig.at(Family.VEHICLE, "Sandbox Car 60").reading().state();

        assertThat(charger.status().orElseThrow().wire()).isEqualTo(status);
        assertThat(charger.connected()).isEqualTo(car.plugged());
        assertThat(charger.charging()).isEqualTo(car.charging());
        assertThat(car.chargeRate().orElseThrow().kilowatts())
                .isCloseTo(charger.power().orElseThrow().kilowatts() * 0.9, within(0.002));
        assertThat(charger.session().isPresent()).isEqualTo(status.equals("charging"));
    }

    @Test
    void aSessionCountsFromTheEveningOn() {
        EvChargerState charger = (EvChargerState) Rig.of("Sandbox Charger 11", Rig.AT_ONCE, "2026-06-03T06:00:00Z")
                .reading()
                .state();
        EvChargerState.Session session = charger.session().orElseThrow();

        assertThat(session.startedAt()).isEqualTo(Instant.parse("2026-06-02T21:00:00Z"));
        // 32 % of 60 kWh, through 0.9.
        assertThat(session.energy().kilowattHours()).isCloseTo(21.333, within(0.001));
    }

    @Test
    void aMeterNeverCountsBack() {
        Rig rig = Rig.of("Sandbox Charger Meter", Rig.AT_ONCE, "2026-06-01T00:00:00Z");
        double before = 0;
        for (int quarter = 0; quarter < 300; quarter++) {
            EvChargerState charger =
                    (EvChargerState) rig.wait("PT15M").reading().state();
            double total = charger.energyTotal().orElseThrow().kilowattHours();
            assertThat(total).isGreaterThanOrEqualTo(before);
            before = total;
        }
        // 882 days by then, of 47 % of 52 kWh each.
        assertThat(before).isCloseTo(882.9 * 0.47 * 52 / 0.9, within(60.0));
    }

    @Test
    void theSunRisesPeaksAndSetsAsTheContractSays() {
        assertThat(solar("2026-06-02T05:59:59Z")).isZero();
        assertThat(solar("2026-06-02T06:00:00Z")).isZero();
        assertThat(solar("2026-06-02T07:00:00Z")).isPositive().isLessThan(solar("2026-06-02T08:30:00Z"));
        assertThat(solar("2026-06-02T12:00:00Z")).isBetween(3.0, 4.6);
        assertThat(solar("2026-06-02T16:00:00Z")).isGreaterThan(solar("2026-06-02T17:30:00Z"));
        assertThat(solar("2026-06-02T18:00:00Z")).isZero();
        assertThat(solar("2026-06-02T23:00:00Z")).isZero();
    }

    @Test
    void theSunIsScaledByTheMonth() {
        double[] noons = new double[12];
        for (int month = 1; month <= 12; month++) {
            for (int day = 10; day < 28; day++) {
                noons[month - 1] += solar("2026-%02d-%02dT12:00:00Z".formatted(month, day)) / 18;
            }
        }
        for (int month = 1; month < 6; month++) {
            assertThat(noons[month]).isGreaterThan(noons[month - 1]);
            assertThat(noons[month + 5]).isGreaterThan(noons[Math.min(11, month + 6)] - (month == 5 ? 9 : 0));
        }
        assertThat(noons[11]).isLessThan(noons[5] / 3);
    }

    private static double solar(String instant) {
        return inverter(instant).power().orElseThrow().kilowatts();
    }

    private static SolarInverterState inverter(String instant) {
        return (SolarInverterState)
                Rig.of("Sandbox Solar 4.6", Rig.AT_ONCE, instant).reading().state();
    }

    private static VehicleState vehicle(String instant) {
        return (VehicleState)
                Rig.of("Sandbox Car 60", Rig.AT_ONCE, instant).reading().state();
    }

    /** All the energy of a day is in the day's sum, of a month in the month's, of both in the lifetime's. */
    @Test
    void theSumsOfAnInverterAreItsPower() {
        Rig rig = Rig.of("Sandbox Solar 4.6", Rig.AT_ONCE, "2026-06-01T00:00:00Z");
        double first = total(rig);
        double sum = 0;
        for (int quarter = 0; quarter < 4 * 24 * 3; quarter++) {
            double before = power(rig);
            sum += (before + power(rig.wait("PT15M"))) / 2 / 4;
        }
        SolarInverterState state =
                (SolarInverterState) rig.wait("-PT1S").reading().state();

        assertThat(state.energyMonth().orElseThrow().kilowattHours()).isCloseTo(sum, within(0.1));
        assertThat(total(rig) - first).isCloseTo(sum, within(0.1));
        assertThat(state.energyToday().orElseThrow().kilowattHours()).isBetween(sum / 4, sum / 2);
    }

    /** A plant's day begins at the plant's midnight: in Auckland in the middle of a London afternoon. */
    @Test
    void theDayOfAnInverterIsItsPlants() {
        Rig rig =
                Rig.of("Sandbox Solar 4.6", Rig.AT_ONCE, "2026-06-02T12:00:00Z").zone("Pacific/Auckland");
        SolarInverterState state = (SolarInverterState) rig.reading().state();

        assertThat(state.energyToday().orElseThrow().kilowattHours()).isZero();
        assertThat(((SolarInverterState) rig.wait("PT1H").reading().state())
                        .energyToday()
                        .orElseThrow()
                        .kilowattHours())
                .isBetween(2.5, 4.6);
    }

    private static double power(Rig rig) {
        return ((SolarInverterState) rig.reading().state())
                .power()
                .orElseThrow()
                .kilowatts();
    }

    private static double total(Rig rig) {
        return ((SolarInverterState) rig.reading().state())
                .energyTotal()
                .orElseThrow()
                .kilowattHours();
    }

    @Test
    void roomsAreKeptByTheirOwnProgramme() {
        Rig rig = Rig.of("Sandbox Heat Pump", Rig.AT_ONCE, "2026-01-15T08:00:00Z");
        HvacState morning = (HvacState) rig.reading().state();

        assertThat(morning.holdType().orElseThrow().wire()).isEqualTo("follow_schedule");
        assertThat(morning.mode().orElseThrow().wire()).isEqualTo("auto");
        assertThat(morning.heatSetpoint().orElseThrow().celsius()).isEqualTo(20.5);
        assertThat(morning.active()).contains(true);
        HvacState evening = (HvacState) rig.wait("PT13H").reading().state();
        assertThat(evening.heatSetpoint().orElseThrow().celsius()).isEqualTo(21);
        assertThat(evening.temperature().orElseThrow().celsius()).isCloseTo(21, within(0.5));
    }

    @Test
    void roomsNeverJump() {
        for (HvacModel model : HvacModel.values()) {
            Rig rig = Rig.of(model.displayName(), Rig.AT_ONCE, "2027-12-30T00:00:00Z");
            double before = celsius(rig);
            // Over the end of the weather's cycle of four years too.
            for (int step = 0; step < 12 * 24 * 5; step++) {
                double now = celsius(rig.wait("PT5M"));
                assertThat(now).isCloseTo(before, within(0.2)).isBetween(10.0, 32.0);
                before = now;
            }
        }
    }

    private static double celsius(Rig rig) {
        return ((HvacState) rig.reading().state()).temperature().orElseThrow().celsius();
    }
}
