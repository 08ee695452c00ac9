package energy.amps.testkit.conformance;

/**
 * What has come in at the vendor or the device, counted where it comes in, whatever became of it.
 *
 * @param calls native calls of any kind; what the vendor's quota counts, where it has one
 * @param writes those of them that could change a device
 */
public record Tally(long calls, long writes) {

    /** Nothing. */
    public static final Tally NONE = new Tally(0, 0);

    /** What came since an earlier count. */
    Tally since(Tally earlier) {
        return new Tally(calls - earlier.calls, writes - earlier.writes);
    }
}
