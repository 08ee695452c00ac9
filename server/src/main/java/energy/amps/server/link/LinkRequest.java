package energy.amps.server.link;

import energy.amps.connector.Credentials;
import energy.amps.device.Family;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What is to be linked, as it was asked for.
 *
 * @param vendor its vendor
 * @param credentials what opens the account; none for a device that dials in by itself
 * @param externalUserRef the integrator's own reference of whose it is, where it is an e-mail address of 1 to 100 characters
 * @param wanted which of its devices
 */
public record LinkRequest(String vendor, Optional<Sent> credentials, Optional<String> externalUserRef, Wanted wanted) {

    /** For an account that credentials open. */
    public LinkRequest(String vendor, Sent credentials, Optional<String> externalUserRef, Wanted wanted) {
        this(vendor, Optional.of(credentials), externalUserRef, wanted);
    }

    /**
     * Credentials, or a form of them that nobody knows.
     *
     * @param type the word for their form
     * @param known what they are, where the word is one of ours
     */
    public record Sent(String type, Optional<Credentials> known) {}

    /**
     * Which devices of an account are wanted.
     *
     * @param family of this family alone, where said
     * @param choice how they are chosen
     * @param most not more than these, 1 to 100
     * @param plantZone where they stand, where said
     */
    public record Wanted(Optional<Family> family, Choice choice, int most, Optional<ZoneId> plantZone) {
        /** Most devices of one link, and of one that names no number. */
        public static final int MOST = 100;

        /** Every device of the account. */
        public static Wanted all(Optional<ZoneId> plantZone) {
            return new Wanted(Optional.empty(), Choice.ALL, MOST, plantZone);
        }
    }

    /** How devices are chosen. */
    public enum Choice {
        /** All of them; if those are too many, the caller is asked. */
        ALL,
        /** The caller is asked. */
        ASK,
        /** As many as may be, in the vendor's order; nobody is asked. */
        FIRST
    }
}
