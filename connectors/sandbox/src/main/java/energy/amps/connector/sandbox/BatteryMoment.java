package energy.amps.connector.sandbox;

import energy.amps.command.Setting;
import energy.amps.connector.ReadOutcome;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.Capabilities;
import energy.amps.device.Energy;
import energy.amps.device.Power;
import energy.amps.device.SettingCapability;
import energy.amps.device.SettingValue;
import energy.amps.device.StateOfCharge;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A battery at one instant, unrounded; rounding happens here and nowhere else, on the way out.
 *
 * @param plan what it stands under
 * @param level %
 * @param power AC, kW, positive charging
 */
record BatteryMoment(BatteryPlan plan, double level, double power) {

    /** More than what arithmetic loses, less than anything that is shown. */
    private static final double DUST = 1e-9;

    static BatteryMoment untouched(BatteryModel model, Instant now) {
        return new BatteryMoment(
                new BatteryPlan(model, Orders.FACTORY, BatterySettings.FACTORY),
                UntouchedDay.level(now),
                UntouchedDay.power(now, model));
    }

    ReadOutcome.Reading reading(Instant observedAt) {
        return new ReadOutcome.Reading(
                observedAt, state(), settings(), Optional.of(plan.orders().standing()));
    }

    private BatteryState state() {
        return new BatteryState(
                Optional.of(status()),
                Optional.of(new Energy(plan.model().capacity())),
                Optional.of(new StateOfCharge(shownLevel())),
                Optional.of(new Power(shownPower())),
                Optional.of(new StateOfCharge(plan.settings().asDouble(Setting.SAFETY_RESERVE))),
                Optional.of(plan.orders().standing().command()));
    }

    private BatteryStatus status() {
        if (power == 0) {
            return BatteryStatus.IDLE;
        }
        return power > 0 ? BatteryStatus.CHARGING : BatteryStatus.DISCHARGING;
    }

    /** Two decimals, unless they would show the level on the wrong side of a floor or a ceiling. */
    private double shownLevel() {
        double shown = rounded(level, 2, RoundingMode.HALF_UP);
        for (double bound : new double[] {plan.floor(), plan.ceiling()}) {
            if ((level >= bound && shown < bound) || (level <= bound && shown > bound)) {
                shown = bound;
            }
        }
        return shown;
    }

    /** Whole watts, cut and not rounded, so that a cap is never seen exceeded. */
    private double shownPower() {
        return Math.copySign(1, power) * rounded(Math.abs(power) + DUST, 3, RoundingMode.DOWN) + 0.0;
    }

    private static double rounded(double value, int decimals, RoundingMode mode) {
        return BigDecimal.valueOf(value).setScale(decimals, mode).doubleValue();
    }

    private Map<Setting, SettingValue> settings() {
        Capabilities capabilities = BatteryCapabilities.of(plan.model());
        Map<Setting, SettingValue> values = new EnumMap<>(Setting.class);
        capabilities.settings().forEach((setting, capability) -> values.put(setting, value(setting, capability)));
        return values;
    }

    private SettingValue value(Setting setting, SettingCapability capability) {
        return switch (capability) {
            case SettingCapability.Writable _, SettingCapability.ReadOnly _ ->
                new SettingValue.Numeric(plan.settings().value(setting));
            // A battery's own scheduler is never on here; a push may act as if it were, for itself alone.
            case SettingCapability.ReadOnlyFlag _ -> new SettingValue.Flag(false);
        };
    }
}
