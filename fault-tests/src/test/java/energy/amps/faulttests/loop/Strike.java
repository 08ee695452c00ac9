package energy.amps.faulttests.loop;

/** What happens to a round trip to the database. */
enum Strike {
    /** Nothing. */
    PASS("none"),
    /** The connection breaks before the database has it. */
    CUT_BEFORE("cut before"),
    /** The database has done it; the connection breaks before the answer. */
    CUT_AFTER("cut after"),
    /** The database answers with an error, and its transaction is broken. */
    FAIL("statement fails"),
    /** The node is gone before the database has it: every connection breaks, and none comes again. */
    DIE_BEFORE("node dies before"),
    /** The database has done it, and the node is gone. */
    DIE_AFTER("node dies after");

    private final String title;

    Strike(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean isDeath() {
        return this == DIE_BEFORE || this == DIE_AFTER;
    }

    boolean isAfter() {
        return this == CUT_AFTER || this == DIE_AFTER;
    }
}
