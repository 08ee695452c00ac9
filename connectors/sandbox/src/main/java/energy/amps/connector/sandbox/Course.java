package energy.amps.connector.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device's life: untouched until the first segment begins, and then segment after segment.
 *
 * @param hardware which device
 * @param segments in order, each beginning after the one before
 * @param around what is around it
 * @param <S> as in {@link Flow}
 */
record Course<S>(Hardware<S> hardware, List<Segment<S>> segments, Surroundings around) {

    /** What a walk's midnights follow from. */
    private record Key<S>(Hardware<S> hardware, Segment<S> segment, Surroundings around) {}

    Course {
        segments = List.copyOf(segments);
    }

    /** Follows the device from an instant on, over all that it was told afterwards. */
    Flow<S> from(double second) {
        return new CourseFlow<>(this, second);
    }

    /** What it stands under at an instant. */
    Terms terms(double second) {
        Terms terms = new Terms(hardware.factory(), Map.of());
        for (Segment<S> segment : segments) {
            if (segment.second() <= second) {
                terms = segment.terms();
            }
        }
        return terms;
    }

    /** The device at an instant of a segment. */
    Flow<S> arrived(Segment<S> segment, double second) {
        Terms terms = segment.terms();
        if (hardware.isSimple(terms)) {
            return walked(terms, segment.state(), segment.second(), second);
        }
        Key<S> key = new Key<>(hardware, segment, around);
        long last = Seconds.day(second);
        S state = segment.state();
        double from = segment.second();
        Optional<Checkpoints.Start<S>> start = around.checkpoints().latest(key, last);
        if (start.isPresent()) {
            state = start.get().state();
            from = start.get().day() * Seconds.DAY;
        }
        for (long day = Seconds.day(from) + 1; day <= last; day++) {
            double midnight = day * Seconds.DAY;
            state = walked(terms, state, from, midnight).state();
            from = midnight;
            around.checkpoints().remember(key, day, state);
        }
        return walked(terms, state, from, second);
    }

    private Flow<S> walked(Terms terms, S state, double from, double to) {
        Flow<S> flow = hardware.operated(terms, state, from, around);
        Flow.follow(flow, from, to);
        return flow;
    }
}
