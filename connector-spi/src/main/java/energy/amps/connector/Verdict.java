package energy.amps.connector;

/** Whether a reading shows that an instruction holds. */
public enum Verdict {
    /** It does. */
    HOLDS,
    /** It shows something else. */
    DOES_NOT_HOLD,
    /** The reading does not say. */
    CANNOT_TELL
}
