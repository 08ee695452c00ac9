package energy.amps.server.http.shape;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object, asked for its keys by type. A key that is missing, of another type or unknown becomes a problem; the
 * answer is then empty, and the caller goes on, so that one request learns of all its problems.
 */
final class Fields {

    private final Map<String, Json> members;
    private final String pointer;
    private final Problems problems;
    private final Set<String> asked = new HashSet<>();

    private Fields(Map<String, Json> members, String pointer, Problems problems) {
        this.members = members;
        this.pointer = pointer;
        this.problems = problems;
    }

    /** The body's object; empty, with a problem noted, when it holds none. */
    static Optional<Fields> ofBody(byte[] body, Problems problems) {
        return StrictJson.read(body, problems).flatMap(json -> of(json, "", problems));
    }

    private static Optional<Fields> of(Json json, String pointer, Problems problems) {
        if (json instanceof Json.Obj(Map<String, Json> members)) {
            return Optional.of(new Fields(members, pointer, problems));
        }
        mismatch(json, "an object", pointer, problems);
        return Optional.empty();
    }

    Optional<String> text(String key) {
        return find(key).flatMap(json -> {
            if (json instanceof Json.Text(String value)) {
                return Optional.of(value);
            }
            mismatch(json, "text", at(key), problems);
            return Optional.empty();
        });
    }

    Optional<BigDecimal> number(String key) {
        return find(key).flatMap(json -> {
            if (json instanceof Json.Num(BigDecimal value)) {
                return Optional.of(value);
            }
            mismatch(json, "a number", at(key), problems);
            return Optional.empty();
        });
    }

    Optional<Boolean> flag(String key) {
        return find(key).flatMap(json -> {
            if (json instanceof Json.Bool(boolean value)) {
                return Optional.of(value);
            }
            mismatch(json, "true or false", at(key), problems);
            return Optional.empty();
        });
    }

    /** A whole number within bounds, both included. */
    Optional<Integer> whole(String key, int min, int max) {
        return number(key).flatMap(value -> {
            boolean fits = value.stripTrailingZeros().scale() <= 0
                    && value.compareTo(BigDecimal.valueOf(min)) >= 0
                    && value.compareTo(BigDecimal.valueOf(max)) <= 0;
            if (!fits) {
                problem(key, "must be a whole number from " + min + " to " + max);
                return Optional.empty();
            }
            return Optional.of(value.intValueExact());
        });
    }

    /** A list of texts. */
    Optional<List<String>> texts(String key) {
        return find(key).flatMap(json -> {
            if (!(json instanceof Json.Arr(List<Json> items))) {
                mismatch(json, "an array", at(key), problems);
                return Optional.empty();
            }
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) instanceof Json.Text(String value)) {
                    texts.add(value);
                } else {
                    mismatch(items.get(i), "text", at(key) + "/" + i, problems);
                }
            }
            return texts.size() == items.size() ? Optional.of(texts) : Optional.empty();
        });
    }

    /** A list of objects; empty when any of its items is none. */
    Optional<List<Fields>> list(String key) {
        return find(key).flatMap(json -> {
            if (!(json instanceof Json.Arr(List<Json> items))) {
                mismatch(json, "an array", at(key), problems);
                return Optional.empty();
            }
            List<Fields> objects = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                of(items.get(i), at(key) + "/" + i, problems).ifPresent(objects::add);
            }
            return objects.size() == items.size() ? Optional.of(objects) : Optional.empty();
        });
    }

    Optional<Fields> object(String key) {
        return find(key).flatMap(json -> of(json, at(key), problems));
    }

    /** Every key with the text it must hold: for maps, whose keys are names and not fields. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        members.keySet().forEach(key -> text(key).ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    /** Whether the key is there and holds null, which some fields take in place of a value. */
    boolean isNull(String key) {
        asked.add(key);
        return members.get(key) == Json.Other.NULL;
    }

    /** Whether the key is there. */
    boolean has(String key) {
        return members.containsKey(key);
    }

    /** Every key with the object it must hold: for maps, whose keys are names and not fields. */
    Map<String, Fields> objects() {
        Map<String, Fields> objects = new LinkedHashMap<>();
        members.keySet().forEach(key -> object(key).ifPresent(object -> objects.put(key, object)));
        return objects;
    }

    /** Whether the key holds true or false, which some fields take beside a number. */
    boolean isFlag(String key) {
        return members.get(key) instanceof Json.Bool;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Notes a problem with what a key holds, beyond its type. */
    void problem(String key, String message) {
        problems.add(at(key), message);
    }

    /** Notes each of these keys that is not there. */
    void require(String... keys) {
        for (String key : keys) {
            asked.add(key);
            if (!members.containsKey(key)) {
                problems.add(at(key), "required");
            }
        }
    }

    /** Notes every key that nobody asked for; the last call. */
    void refuseOthers() {
        members.keySet().stream()
                .filter(key -> !asked.contains(key))
                .forEach(key -> problems.add(at(key), "unknown key"));
    }

    private Optional<Json> find(String key) {
        asked.add(key);
        return Optional.ofNullable(members.get(key));
    }

    private String at(String key) {
        return pointer + "/" + StrictJson.escaped(key);
    }

    private static void mismatch(Json json, String expected, String pointer, Problems problems) {
        if (json != Json.Other.BROKEN) {
            problems.add(pointer, "must be " + expected + ", not " + json.kind());
        }
    }
}
