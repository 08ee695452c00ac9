package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.DeviceState;
import energy.amps.device.Energy;
import energy.amps.device.Power;
import energy.amps.device.SettingCapability;
import energy.amps.device.SettingValue;
import energy.amps.device.StateOfCharge;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A battery. */
record BatteryHardware(BatteryModel model) implements Hardware<Level> {

    /** What a battery does by itself: serve its home, as the factory set it. */
    private static final Orders FACTORY = new Orders(Instruction.of(Command.AUTO_BALANCED), Optional.empty());

    private static final int REMEMBERED = 12;

    static Optional<Hardware<Level>> of(String key) {
        return BatteryModel.of(key).map(BatteryHardware::new);
    }

    @Override
    public Orders factory() {
        return FACTORY;
    }

    @Override
    public Flow<Level> untouched(double from) {
        return new BatteryDay(model, from);
    }

    @Override
    public Flow<Level> operated(Terms terms, Level state, double from, Surroundings around) {
        return new BatteryFlow(new BatteryPlan(model, terms), state, from, around);
    }

    @Override
    public int remembers() {
        return REMEMBERED;
    }

    @Override
    public boolean isSimple(Terms terms) {
        return !new BatteryPlan(model, terms).followsHome();
    }

    @Override
    public DeviceState shown(Terms terms, Flow<Level> flow, double second) {
        BatteryPlan plan = new BatteryPlan(model, terms);
        return new BatteryState(
                Optional.of(status(flow.power())),
                Optional.of(new Energy(model.capacity())),
                Optional.of(new StateOfCharge(Shown.level(flow.state().percent(), plan.floor(), plan.ceiling()))),
                Optional.of(new Power(Shown.power(flow.power()))),
                Optional.of(new StateOfCharge(plan.settings().asDouble(Setting.SAFETY_RESERVE))),
                Optional.of(terms.orders().standing().command()));
    }

    private static BatteryStatus status(double power) {
        if (power == 0) {
            return BatteryStatus.IDLE;
        }
        return power > 0 ? BatteryStatus.CHARGING : BatteryStatus.DISCHARGING;
    }

    @Override
    public Map<Setting, SettingValue> settings(Terms terms, boolean schedulerOn) {
        BatterySettings settings = new BatterySettings(terms.written());
        Map<Setting, SettingValue> values = new EnumMap<>(Setting.class);
        model.capabilities()
                .settings()
                .forEach((setting, capability) -> values.put(
                        setting,
                        switch (capability) {
                            case SettingCapability.Writable _, SettingCapability.ReadOnly _ ->
                                new SettingValue.Numeric(settings.value(setting));
                            case SettingCapability.ReadOnlyFlag _ -> new SettingValue.Flag(schedulerOn);
                        }));
        return values;
    }

    @Override
    public String text(Level state) {
        return Double.toString(state.percent());
    }

    @Override
    public Level state(String text) {
        return new Level(Double.parseDouble(text));
    }

    @Override
    public double gauge(Level state) {
        return state.percent();
    }

    @Override
    public Map<String, Double> rates(Usage usage) {
        return Map.of("chargeRate", Shown.rounded(usage.meanPower(), 3));
    }
}
