package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.connector.Sample;
import energy.amps.device.Family;
import energy.amps.device.HvacState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What heating and cooling do. */
class RoomsTest {

    private final Rig pump = Rig.of("Sandbox Heat Pump", Rig.AT_ONCE, "2026-01-15T12:00:00Z");

    @Test
    void heatingTakesTimeAndThenHolds() {
        pump.push(heat(23, Unit.CELSIUS));
        double start = celsius();
        assertThat(start).isLessThan(21);
        double after = celsius(pump.wait("PT1H"));
        assertThat(after).isGreaterThan(start).isLessThan(start + 1.2);

        assertThat(celsius(pump.wait("PT12H"))).isEqualTo(23);
        assertThat(state().active()).contains(true);
        assertThat(celsius(pump.wait("PT240H"))).isEqualTo(23);
    }

    @Test
    void offLetsTheRoomsCool() {
        pump.push(heat(22, Unit.CELSIUS))
                .wait("PT24H")
                .push(Instruction.of(Command.IDLE))
                .wait("PT24H");

        assertThat(celsius()).isLessThan(21);
        assertThat(state().active()).contains(false);
        assertThat(state().heatSetpoint()).isEmpty();
        assertThat(state().mode().orElseThrow().wire()).isEqualTo("off");
    }

    @Test
    void coolingKeepsASummerRoomCool() {
        pump.goTo("2026-07-20T15:00:00Z")
                .push(new Instruction(Command.COOL, Map.of(Parameter.TARGET, Quantity.of(18, Unit.CELSIUS))))
                .wait("PT20H");

        assertThat(celsius()).isLessThanOrEqualTo(18);
    }

    @Test
    void fahrenheitIsWhatTheThermostatIsToldAndCelsiusWhatItShows() {
        Rig thermostat = Rig.of("Sandbox Thermostat F", Rig.AT_ONCE, "2026-01-15T12:00:00Z");
        thermostat.push(heat(68, Unit.FAHRENHEIT)).wait("PT48H");
        HvacState state = (HvacState) thermostat.reading().state();

        assertThat(state.heatSetpoint().orElseThrow().celsius()).isEqualTo(20);
        assertThat(state.temperature().orElseThrow().celsius()).isCloseTo(20, within(0.01));
    }

    /** Heat in, less heat lost, is what the rooms warm up by: first law, at the walls. */
    @Test
    void energyIsConserved() {
        HvacPlan plan = new HvacPlan(HvacModel.PUMP, heat(22, Unit.CELSIUS));
        Home.Building building = Home.HOUSE.building();
        Climate climate = Home.HOUSE.climate();
        double second = Seconds.of(Instant.parse("2026-01-15T12:00:00Z"));
        double end = second + 3 * Seconds.DAY;
        RoomFlow flow = new RoomFlow(plan, new Room(17), second);
        double heat = 0;
        while (second < end) {
            double until = Math.min(end, Math.min(flow.until(), second + 60));
            double hours = (until - second) / Seconds.HOUR;
            double outside = climate.outside(Seconds.quarter(second));
            double brought = flow.power() * RoomFlow.performance(1, outside);
            double before = flow.state().celsius();
            flow.to(until);
            double mean = (before + flow.state().celsius()) / 2;
            heat += (brought + building.gains() - building.loss() * (mean - outside)) * hours;
            second = until;
        }

        assertThat(flow.state().celsius()).isCloseTo(17 + heat / building.mass(), within(1e-4));
    }

    @Test
    void theHeatPumpIsPartOfTheHomesNeed() {
        Rig battery = pump.at(Family.BATTERY, "Sandbox Battery 10");
        pump.push(Instruction.of(Command.IDLE));
        double off = battery.surplus();
        pump.push(heat(30, Unit.CELSIUS));
        List<Sample> samples = pump.wait("PT5M").samples(List.of(pump.now().minusSeconds(300), pump.now()));
        double energy = samples.getFirst().energyIn().orElseThrow().kilowattHours();

        assertThat(battery.surplus()).isCloseTo(off - energy * 12, within(0.01));
        assertThat(energy).isPositive();
    }

    private static Instruction heat(double target, Unit unit) {
        return new Instruction(Command.HEAT, Map.of(Parameter.TARGET, Quantity.of(target, unit)));
    }

    private HvacState state() {
        return (HvacState) pump.reading().state();
    }

    private double celsius() {
        return celsius(pump);
    }

    private static double celsius(Rig rig) {
        return ((HvacState) rig.reading().state()).temperature().orElseThrow().celsius();
    }
}
