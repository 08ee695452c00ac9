package energy.amps.device;

/**
 * How full a battery is.
 *
 * @param percent 0 (empty) to 100 (full)
 */
public record StateOfCharge(double percent) {
    /** Refuses what no battery can report. */
    public StateOfCharge {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("state of charge outside 0..100 %: " + percent);
        }
    }
}
