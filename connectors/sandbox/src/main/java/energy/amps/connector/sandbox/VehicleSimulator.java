package energy.amps.connector.sandbox;

import energy.amps.connector.History;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Sample;
import energy.amps.connector.sandbox.Home.Car;
import energy.amps.device.Current;
import energy.amps.device.Distance;
import energy.amps.device.Energy;
import energy.amps.device.Family;
import energy.amps.device.Power;
import energy.amps.device.StateOfCharge;
import energy.amps.device.VehicleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The vehicles: they take nothing, and show what the charger of their home does. */
final class VehicleSimulator implements Simulator {

    private final Checkpoints checkpoints;

    VehicleSimulator(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Override
    public Family family() {
        return Family.VEHICLE;
    }

    @Override
    public VehicleModel model(LinkedDevice device) {
        return VehicleModel.of(MemoryReader.modelKey(device.state()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no vehicle of the sandbox's: " + device.state().text()));
    }

    @Override
    public ReadOutcome.Reading read(LinkedDevice device) {
        VehicleModel model = model(device);
        double second = Seconds.of(device.now());
        Flow<CarCharge> flow = charger(device, model, History.Past.NONE).from(second);
        return new ReadOutcome.Reading(device.now(), shown(model, flow, second), Map.of(), Optional.empty());
    }

    private static VehicleState shown(VehicleModel model, Flow<CarCharge> flow, double second) {
        Car car = model.home().car();
        double level = flow.state().level();
        boolean charging = flow.power() > 0;
        double limit = car.limit().percent();
        return new VehicleState(
                Optional.of(new StateOfCharge(Shown.level(level, limit))),
                Optional.of(new Distance(range(model, level))),
                Optional.of(CarDay.isPlugged(second)),
                Optional.of(charging),
                Optional.of(level >= limit),
                Optional.of(new Energy(car.capacity())),
                Optional.of(car.limit()),
                Optional.of(new Power(Shown.power(flow.power() * car.efficiency()))),
                charging ? Optional.of(remaining(car, level, flow.power())) : Optional.empty(),
                model.maxCurrent().map(Current::new));
    }

    @Override
    public List<Sample> samples(LinkedDevice device, History.Past past, List<Instant> edges) {
        VehicleModel model = model(device);
        List<Sample> samples = new ArrayList<>();
        if (edges.isEmpty()) {
            return samples;
        }
        double second = Seconds.of(edges.getFirst());
        Flow<CarCharge> flow = charger(device, model, past).from(second);
        for (Instant edge : edges.subList(1, edges.size())) {
            double end = Seconds.of(edge);
            double begin = second;
            double given = 0;
            while (second < end) {
                double until = Math.min(end, flow.until());
                given += flow.power() * (until - second) / Seconds.HOUR;
                flow.to(until);
                second = until;
            }
            double charged = given * model.home().car().efficiency();
            Map<String, Double> fields = LookBack.numbers(shown(model, flow, end));
            fields.put("chargeRate", Shown.rounded(charged * Seconds.HOUR / (end - begin), 3));
            samples.add(new Sample(fields, Optional.of(new Energy(Shown.rounded(charged, 6))), Optional.empty()));
        }
        return samples;
    }

    private Course<CarCharge> charger(LinkedDevice device, VehicleModel model, History.Past past) {
        return Surroundings.of(device, model.home(), past, checkpoints).charger();
    }

    private static double range(VehicleModel model, double level) {
        double energy = level / 100 * model.home().car().capacity();
        return Shown.rounded(energy * model.kilometresPerKilowattHour(), 1);
    }

    /** Until the car's own limit, should it be given this power on. */
    private static Duration remaining(Car car, double level, double power) {
        Cells cells = car.cells();
        Duty.Charge duty = new Duty.Charge(power, car.limit().percent());
        CellsFlow flow = new CellsFlow(cells, level, 0);
        flow.turnTo(duty);
        while (flow.power() > 0) {
            flow.to(flow.until());
            flow.turnTo(duty);
        }
        return Duration.ofSeconds((long) Math.ceil(flow.second()));
    }
}
