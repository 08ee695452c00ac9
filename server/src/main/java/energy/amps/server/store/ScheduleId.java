package energy.amps.server.store;

/**
 * A schedule's id.
 *
 * @param value the whole text, {@code sched_...}
 */
public record ScheduleId(String value) {
    /** What every schedule's id begins with. */
    public static final String PREFIX = "sched_";

    @Override
    public String toString() {
        return value;
    }
}
