package energy.amps.connector.sandbox;

import energy.amps.connector.History;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Sample;
import energy.amps.device.Energy;
import energy.amps.device.Family;
import energy.amps.device.Power;
import energy.amps.device.SolarInverterState;
import energy.amps.device.SolarInverterStatus;
import energy.amps.time.PlantTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inverters: they take nothing, so they show their sunshine for ever. */
final class InverterSimulator implements Simulator {

    @Override
    public Family family() {
        return Family.SOLAR_INVERTER;
    }

    @Override
    public InverterModel model(LinkedDevice device) {
        return InverterModel.of(MemoryReader.modelKey(device.state()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no inverter of the sandbox's: " + device.state().text()));
    }

    @Override
    public ReadOutcome.Reading read(LinkedDevice device) {
        InverterModel model = model(device);
        Sunshine sunshine = sunshine(model);
        double second = Seconds.of(device.now());
        double power = Shown.power(sunshine.power(second));
        double sum = sunshine.energy(second);
        boolean days = model.reportsDays();
        SolarInverterState state = new SolarInverterState(
                Optional.of(status(second, power)),
                Optional.of(new Power(power)),
                Optional.of(power > 0),
                Optional.of(energy(total(sunshine, sum))),
                days
                        ? Optional.of(energy(sum - sunshine.energy(Seconds.of(midnight(device, false)))))
                        : Optional.empty(),
                days
                        ? Optional.of(energy(sum - sunshine.energy(Seconds.of(midnight(device, true)))))
                        : Optional.empty());
        return new ReadOutcome.Reading(device.now(), state, Map.of(), Optional.empty());
    }

    @Override
    public List<Sample> samples(LinkedDevice device, History.Past past, List<Instant> edges) {
        Sunshine sunshine = sunshine(model(device));
        List<Sample> samples = new ArrayList<>();
        for (int i = 1; i < edges.size(); i++) {
            double from = Seconds.of(edges.get(i - 1));
            double to = Seconds.of(edges.get(i));
            double end = sunshine.energy(to);
            double produced = end - sunshine.energy(from);
            Map<String, Double> fields = new LinkedHashMap<>();
            fields.put("currentPower", Shown.rounded(produced * Seconds.HOUR / (to - from), 3));
            fields.put("energyTotal", energy(total(sunshine, end)).kilowattHours());
            samples.add(new Sample(
                    fields, Optional.empty(), Optional.of(new Energy(Math.max(0, Shown.rounded(produced, 6))))));
        }
        return samples;
    }

    private static Sunshine sunshine(InverterModel model) {
        return Roofs.of(model.home()).orElseThrow();
    }

    /** Since it was commissioned; nothing before. */
    private static double total(Sunshine sunshine, double sum) {
        return sum - sunshine.energy(Sunshine.COMMISSIONED * Seconds.DAY);
    }

    private static Energy energy(double kilowattHours) {
        return new Energy(Math.max(0, Shown.rounded(kilowattHours, 3)));
    }

    private static SolarInverterStatus status(double second, double power) {
        if (power > 0) {
            return SolarInverterStatus.PRODUCING;
        }
        double hour = Seconds.hour(second);
        return hour >= 6 && hour < 18 ? SolarInverterStatus.IDLE : SolarInverterStatus.NIGHT;
    }

    /** When the plant's day or month began. */
    private static Instant midnight(LinkedDevice device, boolean month) {
        ZoneId zone = device.plantZone().orElse(ZoneOffset.UTC);
        LocalDate today = LocalDate.ofInstant(device.now(), zone);
        LocalDate first = month ? today.withDayOfMonth(1) : today;
        return switch (PlantTime.resolve(first.atStartOfDay(), zone)) {
            case PlantTime.Resolution.Unique(Instant instant) -> instant;
            case PlantTime.Resolution.Gap(Instant firstValid) -> firstValid;
            case PlantTime.Resolution.Overlap(Instant earlier, Instant _) -> earlier;
        };
    }
}
