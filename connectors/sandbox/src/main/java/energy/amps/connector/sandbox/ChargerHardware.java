package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.device.Current;
import energy.amps.device.DeviceState;
import energy.amps.device.Energy;
import energy.amps.device.EvChargerState;
import energy.amps.device.EvChargerStatus;
import energy.amps.device.Power;
import energy.amps.device.SettingValue;
import java.util.Map;
import java.util.Optional;

/** A charger, with the car that comes to it. */
record ChargerHardware(ChargerModel model) implements Hardware<CarCharge> {

    /** What a charger does by itself: charge the car that is plugged in. */
    private static final Orders FACTORY = new Orders(Instruction.of(Command.CHARGE), Optional.empty());

    private static final int REMEMBERED = 32;

    static Optional<Hardware<CarCharge>> of(String key) {
        return ChargerModel.of(key).map(ChargerHardware::new);
    }

    @Override
    public Orders factory() {
        return FACTORY;
    }

    @Override
    public Flow<CarCharge> untouched(double from) {
        return new CarDay(model.home().car(), from);
    }

    @Override
    public Flow<CarCharge> operated(Terms terms, CarCharge state, double from, Surroundings around) {
        return new ChargerFlow(new ChargerPlan(model, terms), state, from);
    }

    @Override
    public int remembers() {
        return REMEMBERED;
    }

    @Override
    public boolean isSimple(Terms terms) {
        return false;
    }

    @Override
    public DeviceState shown(Terms terms, Flow<CarCharge> flow, double second) {
        ChargerPlan plan = new ChargerPlan(model, terms);
        boolean plugged = CarDay.isPlugged(second);
        EvChargerStatus status = status(plan, flow, plugged);
        CarCharge car = flow.state();
        return new EvChargerState(
                Optional.of(status),
                Optional.of(plugged),
                Optional.of(status == EvChargerStatus.CHARGING),
                Optional.of(new Power(Shown.power(flow.power()))),
                Optional.of(new Current(model.current())),
                Optional.of(new Power(Shown.power(plan.charges() ? plan.limit() : 0))),
                plugged && status != EvChargerStatus.CONNECTED
                        ? Optional.of(new EvChargerState.Session(
                                new Energy(Shown.rounded(car.session(), 3)), CarDay.pluggedSince(second)))
                        : Optional.empty(),
                model.reportsTotal() ? Optional.of(new Energy(Shown.rounded(car.total(), 3))) : Optional.empty());
    }

    private static EvChargerStatus status(ChargerPlan plan, Flow<CarCharge> flow, boolean plugged) {
        if (!plugged) {
            return EvChargerStatus.AVAILABLE;
        }
        if (flow.power() > 0) {
            return EvChargerStatus.CHARGING;
        }
        if (plan.charges() && flow.state().level() >= plan.ceiling()) {
            return EvChargerStatus.FINISHED;
        }
        return flow.state().session() > 0 ? EvChargerStatus.PAUSED : EvChargerStatus.CONNECTED;
    }

    @Override
    public Map<Setting, SettingValue> settings(Terms terms, boolean schedulerOn) {
        return Map.of(Setting.MAX_CHARGE_RATE, new SettingValue.Numeric(new ChargerPlan(model, terms).setting()));
    }

    @Override
    public String text(CarCharge state) {
        return state.level() + "/" + state.session() + "/" + state.total();
    }

    @Override
    public CarCharge state(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new NumberFormatException("not three numbers");
        }
        return new CarCharge(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
    }

    @Override
    public double gauge(CarCharge state) {
        return state.level();
    }

    @Override
    public Map<String, Double> rates(Usage usage) {
        return Map.of("currentPower", Shown.rounded(usage.meanPower(), 3));
    }
}
