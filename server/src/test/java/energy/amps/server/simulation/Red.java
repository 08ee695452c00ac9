package energy.amps.server.simulation;

/** Something happened that is not allowed to. Its world is red from then on, even if the code under it catches this. */
final class Red extends AssertionError {
    private static final long serialVersionUID = 1L;

    Red(String what) {
        super(what);
        Fiber.current().ifPresent(fiber -> fiber.world.turnRed(this));
    }

    Red(String what, Throwable cause) {
        super(what, cause);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one method
    static void unless(boolean holds, String what, Object... details) {
        if (!holds) {
            throw new Red(what.formatted(details));
        }
    }
}
