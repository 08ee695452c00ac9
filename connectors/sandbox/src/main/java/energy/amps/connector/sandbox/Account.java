package energy.amps.connector.sandbox;

import java.time.Instant;
import java.util.Set;

/**
 * What a device knows of the account it was linked by.
 *
 * @param traits how the account makes it behave
 * @param linkedAt when it was last linked
 */
record Account(Set<Trait> traits, Instant linkedAt) {

    /** One that behaves. */
    static final Account PLAIN = new Account(Set.of(), Instant.EPOCH);

    Account {
        traits = Set.copyOf(traits);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
