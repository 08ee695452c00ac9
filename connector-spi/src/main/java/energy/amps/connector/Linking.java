package energy.amps.connector;

import java.time.Instant;
import java.util.Set;

/**
 * How accounts of a vendor are linked (contract section 10): by a connector whose devices do not dial in by themselves.
 *
 * <p>The platform calls it with no transaction open, holds each call to {@link ConnectorProfile#callTimeout()}, and keeps of an
 * account what {@link Account} says. Thread-safe.
 */
public interface Linking {

    /** The credentials that the vendor takes. Always the same answer. */
    Set<CredentialForm> forms();

    /** Opens an account; {@code credentials} are of one of the {@link #forms}. */
    LinkOutcome authenticate(Credentials credentials, Instant now);

    /** Answers a challenge that {@link #authenticate} brought, or a former answer. */
    LinkOutcome answer(Challenge challenge, Secret code, Instant now);

    /** The devices of an open account, as they are at {@code now}. */
    Discovery discover(Account account, Instant now);

    /**
     * What becomes of what is remembered of a device whose account is linked again, whether or not its credentials had died.
     *
     * @param found the device as it was discovered just now
     */
    default StateChange renewal(DiscoveredDevice found, Instant now) {
        return StateChange.none();
    }
}
