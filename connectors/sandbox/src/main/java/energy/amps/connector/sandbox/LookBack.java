package energy.amps.connector.sandbox;

import energy.amps.connector.Chapter;
import energy.amps.connector.Sample;
import energy.amps.device.DeviceState;
import energy.amps.device.Energy;
import energy.amps.device.Family;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device's life looked back on: its chapters, and what it remembers itself. */
final class LookBack<S> {

    private final Hardware<S> hardware;
    private final Course<S> course;

    LookBack(Memory<S> memory, List<Chapter> chapters, Surroundings around) {
        this.hardware = memory.hardware();
        List<Segment<S>> segments = new ArrayList<>();
        chapters.forEach(chapter -> segments.addAll(MemoryReader.chapter(hardware, chapter.version(), chapter.text())));
        segments.addAll(memory.journal());
        this.course = new Course<>(hardware, segments, around);
    }

    /** One sample for each interval between two edges. */
    List<Sample> samples(List<Instant> edges) {
        List<Sample> samples = new ArrayList<>();
        if (edges.isEmpty()) {
            return samples;
        }
        double second = Seconds.of(edges.getFirst());
        Flow<S> flow = course.from(second);
        for (Instant edge : edges.subList(1, edges.size())) {
            double end = Seconds.of(edge);
            samples.add(sample(flow, second, end));
            second = end;
        }
        return samples;
    }

    /** Pieces are straight or nearly so: the mean of a gauge's two ends is its mean. */
    private Sample sample(Flow<S> flow, double from, double to) {
        double in = 0;
        double out = 0;
        double gauged = 0;
        double second = from;
        while (second < to) {
            double until = Math.min(to, flow.until());
            double hours = (until - second) / Seconds.HOUR;
            double power = flow.power();
            double gauge = hardware.gauge(flow.state());
            in += Math.max(0, power) * hours;
            out += Math.max(0, -power) * hours;
            flow.to(until);
            gauged += (gauge + hardware.gauge(flow.state())) / 2 * hours;
            second = until;
        }
        double hours = (to - from) / Seconds.HOUR;
        Map<String, Double> fields = numbers(hardware.shown(course.terms(to), flow, to));
        fields.putAll(hardware.rates(new Usage(in, out, hours, gauged / hours)));
        return new Sample(
                fields, energy(in), hardware.model().family() == Family.BATTERY ? energy(out) : Optional.empty());
    }

    /** The numbers that a state shows, in its order. */
    static Map<String, Double> numbers(DeviceState state) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        state.fields().forEach((name, value) -> {
            if (value instanceof Double number) {
                numbers.put(name, number);
            }
        });
        return numbers;
    }

    private static Optional<Energy> energy(double kilowattHours) {
        return Optional.of(new Energy(Shown.rounded(kilowattHours, 6)));
    }
}
