package energy.amps.connector.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * States at midnights, UTC, so that a year is not walked again for every read. Derived and bounded: what is forgotten is
 * computed again and comes out the same to the last bit, because a walk begins anew at each midnight whether or not it is
 * remembered. Thread-safe.
 */
final class Checkpoints {

    /** Courses remembered. */
    private static final int COURSES = 512;

    /** Midnights remembered of each. */
    private static final int MIDNIGHTS = 800;

    private final int courses;
    private final Map<Object, NavigableMap<Long, Object>> byCourse = new LinkedHashMap<>(16, 0.75f, true);

    Checkpoints() {
        this(COURSES);
    }

    /** Of that many courses; of none, every walk goes all the way. */
    Checkpoints(int courses) {
        this.courses = courses;
    }

    /**
     * Where a walk may begin.
     *
     * @param day its midnight, days since the epoch
     * @param state what the device was then
     */
    record Start<S>(long day, S state) {}

    /** The latest midnight that is remembered of a course, not after {@code day}. */
    @SuppressWarnings("unchecked") // a course is of one hardware, and so of one kind of state
    synchronized <S> Optional<Start<S>> latest(Object course, long day) {
        NavigableMap<Long, Object> midnights = byCourse.get(course);
        if (midnights == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(midnights.floorEntry(day)).map(e -> new Start<>(e.getKey(), (S) e.getValue()));
    }

    /** Remembers a midnight of a course. */
    synchronized void remember(Object course, long day, Object state) {
        if (courses == 0) {
            return;
        }
        NavigableMap<Long, Object> midnights = byCourse.computeIfAbsent(course, c -> new TreeMap<>());
        midnights.put(day, state);
        if (midnights.size() > MIDNIGHTS) {
            midnights.pollFirstEntry();
        }
        if (byCourse.size() > courses) {
            byCourse.remove(byCourse.keySet().iterator().next());
        }
    }
}
