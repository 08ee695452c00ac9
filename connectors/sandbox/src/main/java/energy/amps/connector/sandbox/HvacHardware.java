package energy.amps.connector.sandbox;

import energy.amps.command.Setting;
import energy.amps.device.DeviceState;
import energy.amps.device.HvacState;
import energy.amps.device.SettingValue;
import energy.amps.device.Temperature;
import java.util.Map;
import java.util.Optional;

/** A heat pump with the rooms that it keeps. */
record HvacHardware(HvacModel model) implements Hardware<Room> {

    private static final int REMEMBERED = 32;

    static Optional<Hardware<Room>> of(String key) {
        return HvacModel.of(key).map(HvacHardware::new);
    }

    @Override
    public Orders factory() {
        return new Orders(model.factory(), Optional.empty());
    }

    @Override
    public Flow<Room> untouched(double from) {
        long day = Seconds.day(from);
        double midnight = day * Seconds.DAY;
        Flow<Room> flow = new RoomFlow(new HvacPlan(model, model.factory()), RoomYears.midnight(model, day), midnight);
        Flow.follow(flow, midnight, from);
        return flow;
    }

    @Override
    public Flow<Room> operated(Terms terms, Room state, double from, Surroundings around) {
        return new RoomFlow(plan(terms), state, from);
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
    public DeviceState shown(Terms terms, Flow<Room> flow, double second) {
        HvacPlan plan = plan(terms);
        Setpoints setpoints = plan.at(second);
        return new HvacState(
                Optional.of(new Temperature(Shown.level(flow.state().celsius(), setpoints.heat(), setpoints.cool()))),
                Optional.of(flow.power() > 0),
                setpoint(setpoints.heat()),
                setpoint(setpoints.cool()),
                Optional.of(plan.hold()),
                Optional.of(setpoints.mode()));
    }

    private HvacPlan plan(Terms terms) {
        return new HvacPlan(model, terms.orders().standing());
    }

    private static Optional<Temperature> setpoint(double celsius) {
        return Double.isFinite(celsius) ? Optional.of(new Temperature(Shown.rounded(celsius, 2))) : Optional.empty();
    }

    @Override
    public Map<Setting, SettingValue> settings(Terms terms, boolean schedulerOn) {
        return Map.of();
    }

    @Override
    public String text(Room state) {
        return Double.toString(state.celsius());
    }

    @Override
    public Room state(String text) {
        return new Room(Double.parseDouble(text));
    }

    @Override
    public double gauge(Room state) {
        return state.celsius();
    }

    @Override
    public Map<String, Double> rates(Usage usage) {
        return Map.of("temperature", Shown.rounded(usage.meanGauge(), 2));
    }
}
