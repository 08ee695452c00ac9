package energy.amps.server.tenant;

import energy.amps.server.store.KeyId;
import java.util.Optional;

/** Who did something that the audit log keeps. */
public sealed interface Actor {

    /**
     * The customer, with a key.
     *
     * @param id which
     */
    record Key(KeyId id) implements Actor {}

    /** The operator. */
    record Operator() implements Actor {}

    /** The platform by itself. */
    record Platform() implements Actor {}

    /** The word of the API. */
    default String wire() {
        return switch (this) {
            case Key key -> "key";
            case Operator operator -> "operator";
            case Platform platform -> "platform";
        };
    }

    /** The key, where it was one. */
    default Optional<KeyId> key() {
        return this instanceof Key(KeyId id) ? Optional.of(id) : Optional.empty();
    }
}
