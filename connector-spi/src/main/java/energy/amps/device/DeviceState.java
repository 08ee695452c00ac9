package energy.amps.device;

import java.util.Map;

/** What a device does now, typed by family (contract section 3). */
public sealed interface DeviceState permits BatteryState, EvChargerState, HvacState, SolarInverterState, VehicleState {

    /** The family that this state belongs to. */
    Family family();

    /**
     * The reported fields under their API names, in the contract's order: numbers (already in the contract's unit),
     * booleans, instants and texts. Unreported fields are left out.
     */
    Map<String, Object> fields();
}
