package energy.amps.testkit.conformance;

/** A rule that a connector does not keep. */
public final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    Broken(Rule rule, String what) {
        super(rule + ": " + what);
        this.rule = rule;
    }

    Broken(Rule rule, String what, Throwable cause) {
        super(rule + ": " + what, cause);
        this.rule = rule;
    }

    /** Which. */
    public Rule rule() {
        return rule;
    }

    /** Throws when a rule's condition does not hold. */
    static void unless(boolean holds, Rule rule, String what) {
        if (!holds) {
            throw new Broken(rule, what);
        }
    }
}
