package energy.amps.testkit.conformance;

/** What every connector must keep. */
public enum Rule {
    /** The profile is well formed, and the same at every call and on every node. */
    PROFILE("the profile is well formed and never changes"),
    /** Discovery gives the same devices in the same order, and linking keeps to its limits. */
    DISCOVERY("discovery gives the same devices in the same order, and linking keeps to its limits"),
    /** Capabilities are of the family's vocabulary, have bounds that the platform's check agrees with, and cost no call. */
    CAPABILITIES("capabilities are well formed, cost no call, and the platform's check stops one step outside of them"),
    /** A reading is of its family, in its units, of its instant, and shows no setting that is not declared. */
    READING("a reading shows its own family, instant and settings"),
    /** Every declared command is taken at its bounds, is seen to hold once settled, and is not taken for another. */
    COMMANDS("every declared command is taken at its bounds and is seen to hold"),
    /** What is evidence agrees with the verdict and with the reading. */
    EVIDENCE("evidence agrees with the verdict and with the reading"),
    /** Every writable setting is taken at its bounds and read back. */
    SETTINGS("every writable setting is taken at its bounds and read back"),
    /** What a device stood under can be told to it again, and holds. */
    RETURN("what a device stood under can be put back and holds"),
    /** What is told for a window holds until its end, renewed where the connector asks for it. */
    WINDOW("a window holds until its end, and the device can be put back then"),
    /** A fault comes out as what it is: its canonical code, and no claim that a reading refutes. */
    FAULTS("a fault comes out as what it is"),
    /** After a fault the connector works as before. */
    RECOVERY("after a fault it works as before"),
    /** A write is sent once, whatever comes back. */
    ONE_SENDING("a write is sent once, whatever comes back"),
    /** No call makes more native calls than were declared. */
    METERED("no call costs more than was declared"),
    /** The plan of a command makes no call, and hides none. */
    PLAN("a plan makes no call and hides none"),
    /** No secret is in a log, a text, a state, or a {@code toString}. */
    SECRETS("no secret is to be seen anywhere"),
    /** A vendor's own words and numbers stay inside. */
    VENDOR_WORDS("a vendor's own words stay inside"),
    /** The state keeps to its size, and its version is looked at. */
    STATE("the state keeps to its size and its version is honoured"),
    /** A change of state is a pure function. */
    PURE("a change of state is a pure function"),
    /** Nothing that matters is kept in the connector: another node sees the same. */
    ANOTHER_NODE("another node sees the same"),
    /** Reads in parallel do not disturb each other. */
    PARALLEL("reads in parallel do not disturb each other"),
    /** The machine's clock is not read. */
    CLOCK("the machine's clock is not read"),
    /** It owns no thread pool. */
    THREADS("it owns no thread pool"),
    /** A call that is interrupted comes back. */
    INTERRUPT("a call that is interrupted comes back"),
    /** Every answer is a value: nothing is thrown, nothing is null. */
    ANSWERS("every answer is a value");

    private final String title;

    Rule(String title) {
        this.title = title;
    }

    /** The rule as a clause. */
    public String title() {
        return title;
    }
}
