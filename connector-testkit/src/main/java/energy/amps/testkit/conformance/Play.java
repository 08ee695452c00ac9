package energy.amps.testkit.conformance;

/** What a rig answers when it is asked to play a fault. */
public sealed interface Play {

    /** It is on, until {@link Rig#behave}. */
    record On() implements Play {}

    /**
     * It cannot be.
     *
     * @param reason why the protocol cannot have it, in a sentence; it is printed with the results
     */
    record Impossible(String reason) implements Play {
        /** Refuses a reason that says nothing. */
        public Impossible {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("a fault that cannot be played needs a reason");
            }
        }
    }

    /** It is on. */
    static Play on() {
        return new On();
    }

    /** It cannot be; {@code reason} says why. */
    static Play impossible(String reason) {
        return new Impossible(reason);
    }
}
