package energy.amps.device;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A vehicle's state (contract section 3).
 *
 * @param batteryLevel how full its battery is
 * @param range how far it gets with that
 * @param plugged whether a cable is plugged in
 * @param charging whether energy flows into it
 * @param fullyCharged whether it has reached its charge limit
 * @param batteryCapacity usable energy when full
 * @param chargeLimit level at which it stops charging
 * @param chargeRate power into its battery, never negative
 * @param chargeTimeRemaining until its charge limit, while it charges; the API shows whole minutes, rounded up
 * @param maxCurrent most current per phase that it takes
 */
public record VehicleState(
        Optional<StateOfCharge> batteryLevel,
        Optional<Distance> range,
        Optional<Boolean> plugged,
        Optional<Boolean> charging,
        Optional<Boolean> fullyCharged,
        Optional<Energy> batteryCapacity,
        Optional<StateOfCharge> chargeLimit,
        Optional<Power> chargeRate,
        Optional<Duration> chargeTimeRemaining,
        Optional<Current> maxCurrent)
        implements DeviceState {

    @Override
    public Family family() {
        return Family.VEHICLE;
    }

    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        batteryLevel.ifPresent(l -> fields.put("batteryLevel", l.percent()));
        range.ifPresent(d -> fields.put("range", d.kilometres()));
        plugged.ifPresent(p -> fields.put("plugged", p));
        charging.ifPresent(c -> fields.put("charging", c));
        fullyCharged.ifPresent(f -> fields.put("fullyCharged", f));
        batteryCapacity.ifPresent(e -> fields.put("batteryCapacity", e.kilowattHours()));
        chargeLimit.ifPresent(l -> fields.put("chargeLimit", l.percent()));
        chargeRate.ifPresent(p -> fields.put("chargeRate", p.kilowatts()));
        chargeTimeRemaining.ifPresent(t -> fields.put("chargeTimeRemaining", wholeMinutes(t)));
        maxCurrent.ifPresent(c -> fields.put("maxCurrent", c.amperes()));
        return fields;
    }

    private static long wholeMinutes(Duration duration) {
        return Math.ceilDiv(duration.toSeconds(), 60);
    }
}
