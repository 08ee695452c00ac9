package energy.amps.server.store;

/**
 * What a caller wants written together with the effect that it asks for: run in the transaction that makes the effect, with
 * what came of it, so that either both hold or neither. A failure of it fails the effect.
 *
 * <p>Every operation of a feature that changes something takes one; the HTTP edge keeps the answers of requests that carry an
 * {@code Idempotency-Key} so (contract section 2).
 *
 * @param <T> what comes of the effect
 */
@FunctionalInterface
public interface Keep<T> {

    /** Writes beside the effect. */
    void keep(Tx tx, T done);

    /** Nothing is kept. */
    static <T> Keep<T> nothing() {
        return (tx, done) -> {};
    }
}
