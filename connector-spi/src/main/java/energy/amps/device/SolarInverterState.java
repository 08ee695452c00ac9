package energy.amps.device;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A solar inverter's state (contract section 3).
 *
 * @param status what it does now
 * @param power power produced now, never negative
 * @param producing whether power flows from the modules
 * @param energyTotal produced in its lifetime
 * @param energyToday produced since midnight at the plant
 * @param energyMonth produced since the first of the month at the plant
 */
public record SolarInverterState(
        Optional<SolarInverterStatus> status,
        Optional<Power> power,
        Optional<Boolean> producing,
        Optional<Energy> energyTotal,
        Optional<Energy> energyToday,
        Optional<Energy> energyMonth)
        implements DeviceState {

    @Override
    public Family family() {
        return Family.SOLAR_INVERTER;
    }

    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        status.ifPresent(s -> fields.put("status", s.wire()));
        power.ifPresent(p -> fields.put("currentPower", p.kilowatts()));
        producing.ifPresent(p -> fields.put("producing", p));
        energyTotal.ifPresent(e -> fields.put("energyTotal", e.kilowattHours()));
        energyToday.ifPresent(e -> fields.put("energyToday", e.kilowattHours()));
        energyMonth.ifPresent(e -> fields.put("energyMonth", e.kilowattHours()));
        return fields;
    }
}
