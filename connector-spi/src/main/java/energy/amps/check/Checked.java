package energy.amps.check;

import energy.amps.fault.Refusal;
import java.util.function.Function;

/**
 * The answer of a check: what was asked, now typed, or why not.
 *
 * @param <T> the typed form
 */
public sealed interface Checked<T> {

    /**
     * The request passes.
     *
     * @param value its typed form
     * @param <T> the typed form
     */
    record Passed<T>(T value) implements Checked<T> {}

    /**
     * The request is refused.
     *
     * @param refusal why, with what is needed to repair it
     * @param <T> the typed form it would have had
     */
    record Refused<T>(Refusal refusal) implements Checked<T> {}

    /** Goes on with the value, or hands the refusal through. */
    default <R> Checked<R> then(Function<? super T, Checked<R>> next) {
        return switch (this) {
            case Passed<T>(T value) -> next.apply(value);
            case Refused<T>(Refusal refusal) -> new Refused<>(refusal);
        };
    }
}
