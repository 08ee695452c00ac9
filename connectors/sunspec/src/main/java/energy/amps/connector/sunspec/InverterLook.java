package energy.amps.connector.sunspec;

import energy.amps.connector.ReadOutcome;
import energy.amps.connector.sunspec.ModbusException.Kind;
import energy.amps.device.Energy;
import energy.amps.device.Power;
import energy.amps.device.SolarInverterState;
import energy.amps.device.SolarInverterStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An inverter as its models show it. What it gives to the grid is what its modules give it only where it has no battery: with one,
 * its inputs are asked, and where they do not say, what the battery takes is added.
 *
 * @param inverter model 101, 102 or 103
 * @param status model 122, where the device has it
 * @param battery its storage, where it has one
 */
record InverterLook(Block inverter, Optional<Block> status, Optional<BatteryLook> battery) {

    static InverterLook at(Plant plant) throws ModbusException {
        Block inverter = plant.inverter().orElseThrow(() -> new ModbusException(Kind.GARBAGE));
        boolean hybrid = plant.layout().has(Points.Storage.ID) || plant.layout().has(Points.Battery.ID);
        return new InverterLook(
                inverter, plant.read(Points.Status.ID), hybrid ? Optional.of(BatteryLook.at(plant)) : Optional.empty());
    }

    ReadOutcome.Reading reading(Instant at) {
        Optional<Double> power = power();
        SolarInverterState state = new SolarInverterState(
                status(power),
                power.map(Power::new),
                power.map(kilowatts -> kilowatts > 0),
                energy().map(wattHours ->
                        new Energy(wattHours.scaleByPowerOfTen(-3).doubleValue())),
                Optional.empty(),
                Optional.empty());
        return new ReadOutcome.Reading(at, state, Map.of(), Optional.empty());
    }

    private Optional<Double> power() {
        Optional<Double> given = inverter.signed(Points.Inverter.POWER, Points.Inverter.POWER_SCALE)
                .map(watts -> watts.scaleByPowerOfTen(-3).doubleValue());
        if (battery.isEmpty()) {
            return given.map(InverterLook::produced);
        }
        Optional<Double> modules = battery.get().inputs().modules();
        return modules.or(() -> battery.get().power().flatMap(taken -> given.map(watts -> watts + taken)))
                .map(InverterLook::produced);
    }

    /** By night an inverter takes a little for itself; that is no production. */
    private static double produced(double kilowatts) {
        return Math.max(0, kilowatts);
    }

    private Optional<BigDecimal> energy() {
        return inverter.counter32(Points.Inverter.ENERGY, Points.Inverter.ENERGY_SCALE)
                .or(() -> status.flatMap(block -> block.counter64(Points.Status.ENERGY)));
    }

    private Optional<SolarInverterStatus> status(Optional<Double> power) {
        boolean flows = power.filter(kilowatts -> kilowatts > 0).isPresent();
        return inverter.unsigned(Points.Inverter.STATE).flatMap(word -> switch (word) {
            // Sleeping.
            case 2 -> Optional.of(SolarInverterStatus.NIGHT);
            // Following the sun, freely or throttled.
            case 4, 5 -> Optional.of(flows ? SolarInverterStatus.PRODUCING : SolarInverterStatus.IDLE);
            case 7 -> Optional.of(SolarInverterStatus.FAULTED);
            // Off, starting, shutting down and standing by.
            case 1, 3, 6, 8 -> Optional.of(SolarInverterStatus.IDLE);
            default -> Optional.<SolarInverterStatus>empty();
        });
    }
}
