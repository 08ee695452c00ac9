package energy.amps.device;

import energy.amps.command.Command;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A battery's state (contract section 3).
 *
 * @param status what it does now
 * @param capacity usable energy when full, kWh
 * @param level how full it is
 * @param chargeRate power, positive charging
 * @param dischargeLimit the deepest floor it keeps, the {@code safety_reserve} setting
 * @param currentMode the standing canonical command, what it was told
 */
public record BatteryState(
        Optional<BatteryStatus> status,
        Optional<Energy> capacity,
        Optional<StateOfCharge> level,
        Optional<Power> chargeRate,
        Optional<StateOfCharge> dischargeLimit,
        Optional<Command> currentMode)
        implements DeviceState {

    @Override
    public Family family() {
        return Family.BATTERY;
    }

    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        status.ifPresent(s -> fields.put("status", s.wire()));
        capacity.ifPresent(e -> fields.put("capacity", e.kilowattHours()));
        level.ifPresent(l -> fields.put("level", l.percent()));
        chargeRate.ifPresent(p -> fields.put("chargeRate", p.kilowatts()));
        dischargeLimit.ifPresent(l -> fields.put("dischargeLimit", l.percent()));
        currentMode.ifPresent(c -> fields.put("currentMode", c.wire()));
        return fields;
    }
}
