package energy.amps.server.tenant;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a key may do. */
public enum KeyScope {
    /** Read: every GET that is not an administrator's. */
    READ,
    /** Change devices, actions, schedules, links and users. */
    WRITE,
    /** Everything, and alone: keys, the audit log and webhook endpoints. */
    ADMIN;

    /** What a key may do that was asked for without saying what. */
    public static final Set<KeyScope> USUAL = Set.of(READ, WRITE);

    /** The word of the API. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of that word. */
    public static Optional<KeyScope> of(String wire) {
        return Arrays.stream(values())
                .filter(scope -> scope.wire().equals(wire))
                .findFirst();
    }

    /** The words of scopes, in one order. */
    public static List<String> wires(Set<KeyScope> scopes) {
        return scopes.stream().sorted().map(KeyScope::wire).toList();
    }

    /** Whether a key with {@code held} may do what needs this. */
    public boolean isIn(Set<KeyScope> held) {
        return held.contains(this) || held.contains(ADMIN);
    }
}
