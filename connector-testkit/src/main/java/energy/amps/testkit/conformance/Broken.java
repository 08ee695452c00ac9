package energy.amps.testkit.conformance;

/** A rule that a connector does not keep. */
public final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    private final String what;

    Broken(Rule rule, String what) {
        super(rule + ": " + what);
        this.rule = rule;
        this.what = what;
    }

    Broken(Rule rule, String what, Throwable cause) {
        super(rule + ": " + what, cause);
        this.rule = rule;
        this.what = what;
    }

    /** The same with what was tried; not every report of tests has it. */
    Broken in(String check) {
        return new Broken(rule, check + ": " + what, this);
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
