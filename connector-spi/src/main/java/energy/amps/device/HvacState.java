package energy.amps.device;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An HVAC device's state (contract section 3).
 *
 * @param temperature of the room
 * @param active whether it heats or cools right now
 * @param heatSetpoint below which it heats
 * @param coolSetpoint above which it cools
 * @param holdType whose setpoints it keeps
 * @param mode what it is set to
 */
public record HvacState(
        Optional<Temperature> temperature,
        Optional<Boolean> active,
        Optional<Temperature> heatSetpoint,
        Optional<Temperature> coolSetpoint,
        Optional<HoldType> holdType,
        Optional<HvacMode> mode)
        implements DeviceState {

    @Override
    public Family family() {
        return Family.HVAC;
    }

    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        temperature.ifPresent(t -> fields.put("temperature", t.celsius()));
        active.ifPresent(a -> fields.put("active", a));
        heatSetpoint.ifPresent(t -> fields.put("heatSetpoint", t.celsius()));
        coolSetpoint.ifPresent(t -> fields.put("coolSetpoint", t.celsius()));
        holdType.ifPresent(h -> fields.put("holdType", h.wire()));
        mode.ifPresent(m -> fields.put("mode", m.wire()));
        return fields;
    }
}
