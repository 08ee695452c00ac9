package energy.amps.server.http.shape;

import energy.amps.check.Checked;
import energy.amps.server.store.Page;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The query parameters of one request, strictly: an unknown, repeated or malformed one is a {@code 400 VALIDATION_ERROR} whose
 * pointer is {@code ?name} (contract section 2). Ask for the values first, then {@link #then}. Confined to one thread.
 */
public final class Query {

    /** Most characters of a parameter's value. */
    public static final int MAX_VALUE = 512;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern PERCENT_ENCODED = Pattern.compile("(?:[^%]++|%[0-9A-Fa-f]{2})*+");
    private static final Pattern ID_REST = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final Problems problems = new Problems();
    private final Map<String, String> values = new LinkedHashMap<>();

    private Query() {}

    /**
     * Reads a raw query.
     *
     * @param raw what stands behind {@code ?}, still percent-encoded; empty without one
     * @param known the parameters that the route takes
     */
    public static Query of(String raw, Set<String> known) {
        Query query = new Query();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                query.add(pair, known);
            }
        }
        return query;
    }

    private void add(String pair, Set<String> known) {
        int equals = pair.indexOf('=');
        Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
        if (name.isEmpty()) {
            problems.add("?", "a parameter's name is not percent-encoded UTF-8");
        } else if (!known.contains(name.get())) {
            problems.add("?" + name.get(), "unknown parameter");
        } else if (value.isEmpty() || value.get().isEmpty()) {
            problem(name.get(), "needs a value in percent-encoded UTF-8 of at most " + MAX_VALUE + " characters");
        } else if (values.putIfAbsent(name.get(), value.get()) != null) {
            problem(name.get(), "is given twice");
        }
    }

    /** A parameter's text, where given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** {@code true} or {@code false}; false where not given. */
    public boolean flag(String name) {
        return text(name)
                .map(value -> {
                    if (!value.equals("true") && !value.equals("false")) {
                        problem(name, "must be true or false");
                    }
                    return value.equals("true");
                })
                .orElse(false);
    }

    /**
     * A word of a vocabulary, where given.
     *
     * @param vocabulary from the word to its meaning
     * @param words all of them, for the message
     */
    public <T> Optional<T> word(String name, Function<String, Optional<T>> vocabulary, Collection<String> words) {
        return text(name).flatMap(value -> {
            Optional<T> meaning = vocabulary.apply(value);
            if (meaning.isEmpty()) {
                problem(name, "must be one of " + String.join(", ", words));
            }
            return meaning;
        });
    }

    /** An instant with {@code Z} or an offset, where given. */
    public Optional<Instant> instant(String name) {
        return text(name).flatMap(value -> {
            try {
                return Optional.of(OffsetDateTime.parse(value).toInstant());
            } catch (DateTimeParseException e) {
                problem(name, "must be an instant such as 2026-06-01T12:00:00Z or 2026-06-01T14:00:00%2B02:00");
                return Optional.empty();
            }
        });
    }

    /**
     * Which part of a list is asked for: {@code limit}, and {@code offset} or {@code cursor}.
     *
     * @param idPrefix what the ids of the listed things begin with; a cursor of another list is malformed
     */
    public Page page(String idPrefix) {
        int limit = number("limit", 1, Page.MAX_LIMIT, "").orElse(Page.DEFAULT_LIMIT);
        Optional<Integer> offset = number("offset", 0, Page.MAX_OFFSET, "; go further with 'cursor'");
        Optional<String> after = text("cursor").flatMap(cursor -> {
            Optional<String> id = Cursor.idOf(cursor)
                    .filter(i -> i.startsWith(idPrefix)
                            && ID_REST.matcher(i.substring(idPrefix.length())).matches());
            if (id.isEmpty()) {
                problem("cursor", "not a 'nextCursor' of this list");
            }
            return id;
        });
        if (offset.isPresent() && text("cursor").isPresent()) {
            problem("cursor", "cannot be combined with 'offset'");
        }
        return new Page(limit, offset.orElse(0), after);
    }

    /** {@code true} or {@code false}, where given. */
    public Optional<Boolean> maybeFlag(String name) {
        return text(name).isEmpty() ? Optional.empty() : Optional.of(flag(name));
    }

    /** How many items of a list are asked for. */
    public int limit() {
        return number("limit", 1, Page.MAX_LIMIT, "").orElse(Page.DEFAULT_LIMIT);
    }

    /** A place in the feed of events: behind that of a cursor, where one is given. */
    public OptionalLong place(String name) {
        return text(name)
                .map(value -> {
                    OptionalLong place = Cursor.place(value);
                    if (place.isEmpty()) {
                        problem(name, "not a cursor of the feed of events");
                    }
                    return place;
                })
                .orElse(OptionalLong.empty());
    }

    private Optional<Integer> number(String name, int min, int max, String advice) {
        return text(name).flatMap(value -> {
            if (WHOLE_NUMBER.matcher(value).matches()) {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) {
                    return Optional.of(number);
                }
            }
            problem(name, "must be a whole number from " + min + " to " + max + advice);
            return Optional.empty();
        });
    }

    /** Goes on when nothing that was read so far is malformed. */
    public <T> Checked<T> then(Supplier<Checked<T>> next) {
        return problems.isEmpty() ? next.get() : new Checked.Refused<>(problems.refusal());
    }

    private void problem(String name, String message) {
        problems.add("?" + name, message);
    }

    private static Optional<String> decoded(String raw) {
        if (raw.length() > 3 * MAX_VALUE || !PERCENT_ENCODED.matcher(raw).matches()) {
            return Optional.empty();
        }
        String text = URLDecoder.decode(raw, StandardCharsets.UTF_8);
        boolean sound = text.length() <= MAX_VALUE
                && !Texts.hasControls(text)
                && Texts.storable(text)
                && text.indexOf('\uFFFD') < 0; // what the decoder puts in place of bytes that are not UTF-8
        return sound ? Optional.of(text) : Optional.empty();
    }

    /** {@code nextCursor} on the wire: the last item's id, made opaque. */
    public static final class Cursor {
        private static final String PLACE = "feed_";
        private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

        private Cursor() {}

        /** The cursor behind an item. */
        public static String of(String id) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
        }

        /** The cursor behind a place in the feed of events. */
        public static String of(long place) {
            return of(PLACE + place);
        }

        /** The place that a cursor stands behind. */
        public static OptionalLong place(String cursor) {
            return idOf(cursor)
                    .filter(text -> text.startsWith(PLACE))
                    .map(text -> text.substring(PLACE.length()))
                    .filter(digits -> DIGITS.matcher(digits).matches())
                    .map(digits -> OptionalLong.of(Long.parseLong(digits)))
                    .orElse(OptionalLong.empty());
        }

        static Optional<String> idOf(String cursor) {
            try {
                return Optional.of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }
    }
}
