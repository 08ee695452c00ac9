package energy.amps.server.idempotency;

/** The claim lapsed while its work went on, and may be another's by now: the effect must not hold. */
public final class LostClaim extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Made where an effect is written for which the claim is no longer there. */
    public LostClaim() {
        super("the claim on an Idempotency-Key was lost before its effect was written");
    }
}
