package energy.amps.connector.foxess;

import energy.amps.fault.FaultCode;
import java.util.function.Function;

/**
 * What came of a native call.
 *
 * @param <T> what it gives
 */
sealed interface Reply<T> {

    /** The vendor did it, and this is what it says. */
    record Done<T>(T value) implements Reply<T> {}

    /**
     * It did not, or not that anybody knows.
     *
     * @param refused whether it is beyond doubt that nothing changed by this call
     * @param errno the vendor's number, or 0 when it gave none
     */
    record Failed(FaultCode code, boolean refused, int errno) {
        <T> Reply<T> reply() {
            return new No<>(this);
        }

        /** One sentence for the integrator, none of the vendor's. */
        String sentence() {
            return Sentences.of(code);
        }
    }

    /** The same as a reply. */
    record No<T>(Failed failed) implements Reply<T> {}

    /** What was done, told in other words. */
    default <S> Reply<S> map(Function<T, S> next) {
        return switch (this) {
            case Done<T>(T value) -> new Done<>(next.apply(value));
            case No<T>(Failed failed) -> new No<>(failed);
        };
    }

    /** The next call, when this one was done. */
    default <S> Reply<S> then(Function<T, Reply<S>> next) {
        return switch (this) {
            case Done<T>(T value) -> next.apply(value);
            case No<T>(Failed failed) -> new No<>(failed);
        };
    }

    /** {@code otherwise}, where the device does not have what was asked for. */
    default Reply<T> orWithout(T otherwise) {
        return this instanceof No<T>(Failed failed) && VendorErrors.isNotThere(failed) ? new Done<>(otherwise) : this;
    }
}
