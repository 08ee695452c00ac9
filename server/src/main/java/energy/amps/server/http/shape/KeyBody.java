package energy.amps.server.http.shape;

import energy.amps.server.store.Environment;
import energy.amps.server.tenant.KeyScope;
import energy.amps.server.tenant.NewKey;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A key that is wanted. */
public final class KeyBody {
    private static final String SCOPES = String.join(
            ", ", Arrays.stream(KeyScope.values()).map(KeyScope::wire).toList());

    private KeyBody() {}

    /**
     * A key that the operator wants for a customer.
     *
     * @param environment in which environment
     * @param key the key; one that names no scopes gets all
     */
    public record Operators(Environment environment, NewKey key) {}

    static Optional<NewKey> read(byte[] body, Set<KeyScope> usual, Problems problems) {
        return Fields.ofBody(body, problems).map(fields -> {
            NewKey key = key(fields, usual);
            fields.refuseOthers();
            return key;
        });
    }

    static Optional<Operators> readOperators(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).flatMap(fields -> {
            fields.require("environment");
            Optional<Environment> environment = fields.text("environment").flatMap(word -> {
                Optional<Environment> known = Arrays.stream(Environment.values())
                        .filter(each -> each.wire().equals(word))
                        .findFirst();
                if (known.isEmpty()) {
                    fields.problem("environment", "must be one of sandbox, live");
                }
                return known;
            });
            NewKey key = key(fields, NewKey.ofEverything().scopes());
            fields.refuseOthers();
            return environment.map(where -> new Operators(where, key));
        });
    }

    private static NewKey key(Fields fields, Set<KeyScope> usual) {
        Optional<String> name = fields.text("name");
        name.flatMap(text -> CustomerBody.wrongName(text, NewKey.NAME_MOST))
                .ifPresent(problem -> fields.problem("name", problem));
        Set<KeyScope> scopes =
                fields.texts("scopes").map(words -> scopes(fields, words)).orElse(usual);
        Optional<Instant> expiresAt = fields.text("expiresAt").flatMap(text -> instant(fields, text));
        return new NewKey(name, scopes, expiresAt);
    }

    private static Set<KeyScope> scopes(Fields fields, List<String> words) {
        Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
        for (String word : words) {
            KeyScope.of(word)
                    .ifPresentOrElse(scopes::add, () -> fields.problem("scopes", "each must be one of " + SCOPES));
        }
        if (words.isEmpty()) {
            fields.problem("scopes", "at least one is needed; leave it out for read and write");
        }
        return scopes;
    }

    private static Optional<Instant> instant(Fields fields, String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (instant.isBefore(LATEST)) {
                return Optional.of(instant);
            }
        } catch (DateTimeParseException notAnInstant) {
            // Told below, with what lies beyond the calendar of the answers.
        }
        fields.problem("expiresAt", "must be an instant with Z or an offset, such as 2027-01-31T00:00:00Z");
        return Optional.empty();
    }

    /** Years have four digits in answers. */
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
}
