package energy.amps.device;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An EV charging point's state (contract section 3).
 *
 * @param status what it does now
 * @param connected whether a vehicle is plugged in
 * @param charging whether energy flows into it
 * @param power power into the vehicle, never negative
 * @param maxCurrent most current per phase that the outlet may give
 * @param powerRateLimit most power that it gives now: the {@code max_charge_rate} setting and what it was told
 * @param session the session under way, while one is known
 * @param energyTotal lifetime energy, where the meter reports it
 */
public record EvChargerState(
        Optional<EvChargerStatus> status,
        Optional<Boolean> connected,
        Optional<Boolean> charging,
        Optional<Power> power,
        Optional<Current> maxCurrent,
        Optional<Power> powerRateLimit,
        Optional<Session> session,
        Optional<Energy> energyTotal)
        implements DeviceState {

    /**
     * A vehicle's stay at the charger.
     *
     * @param energy given to it so far
     * @param startedAt when it began
     */
    public record Session(Energy energy, Instant startedAt) {}

    @Override
    public Family family() {
        return Family.EV_CHARGER;
    }

    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        status.ifPresent(s -> fields.put("status", s.wire()));
        connected.ifPresent(c -> fields.put("isConnected", c));
        charging.ifPresent(c -> fields.put("isCharging", c));
        power.ifPresent(p -> fields.put("currentPower", p.kilowatts()));
        maxCurrent.ifPresent(c -> fields.put("maxCurrent", c.amperes()));
        powerRateLimit.ifPresent(p -> fields.put("powerRateLimit", p.kilowatts()));
        session.ifPresent(s -> {
            fields.put("sessionEnergy", s.energy().kilowattHours());
            fields.put("sessionStartedAt", s.startedAt());
        });
        energyTotal.ifPresent(e -> fields.put("energyTotal", e.kilowattHours()));
        return fields;
    }
}
