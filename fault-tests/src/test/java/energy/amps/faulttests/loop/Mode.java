package energy.amps.faulttests.loop;

/** How often a fault comes. */
enum Mode {
    /** Once. */
    SINGLE("once"),
    /** From the step on, every round trip of whatever kind fails so, for a while. */
    LASTING("lasting"),
    /** Once, and once more at the first step of what comes after it. */
    STACKED("stacked");

    private final String title;

    Mode(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
