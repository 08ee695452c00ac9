package energy.amps.server.http.shape;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads a body as RFC 8259 JSON in UTF-8, and nothing looser; one instance reads one body. */
final class StrictJson {

    /** Deepest nesting; requests need four levels. */
    static final int MAX_DEPTH = 16;

    /** Most characters of a text. */
    static final int MAX_TEXT = 1_024;

    /** Most characters of a key. */
    static final int MAX_KEY = 128;

    /** Most keys of an object. */
    static final int MAX_KEYS = 64;

    /** Most digits behind the decimal point. */
    static final int MAX_DECIMALS = 10;

    /** Most digits before the decimal point; larger than any range check, small enough to print and store. */
    static final int MAX_INTEGER_DIGITS = 40;

    private static final int MAX_NUMBER_CHARACTERS = 1_000;

    /** Names are neither interned nor kept in a shared table: they are chosen by whoever sends a request. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE) // skipped without recursion; the body's length bounds it
                    .maxNumberLength(MAX_NUMBER_CHARACTERS)
                    .build())
            .build();

    private final JsonParser parser;
    private final Problems problems;

    private StrictJson(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The value that the body holds; empty, with a problem noted, when it is not one JSON value. */
    static Optional<Json> read(byte[] body, Problems problems) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.add("", "the body is not UTF-8");
            return Optional.empty();
        }
        if (text.isBlank()) {
            problems.add("", "a JSON object is required, the body is empty");
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Json value = new StrictJson(parser, problems).value("", 1);
            if (parser.nextToken() != null) {
                problems.add("", "something follows the JSON value");
                return Optional.empty();
            }
            return Optional.of(value);
        } catch (StreamConstraintsException e) {
            problems.add("", "a number has more than " + MAX_NUMBER_CHARACTERS + " digits");
            return Optional.empty();
        } catch (JacksonException e) {
            problems.add("", "not well-formed JSON" + place(e.getLocation()));
            return Optional.empty();
        }
    }

    private static String place(TokenStreamLocation location) {
        return location.getLineNr() < 1
                ? ""
                : " near line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private Json value(String pointer, int depth) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> depth > MAX_DEPTH ? tooDeep(pointer) : object(pointer, depth);
            case START_ARRAY -> depth > MAX_DEPTH ? tooDeep(pointer) : array(pointer, depth);
            case VALUE_STRING -> text(pointer);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(pointer);
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.Other.NULL;
            default -> throw new IllegalStateException("not a token of a JSON value: " + parser.currentToken());
        };
    }

    private Json object(String pointer, int depth) {
        Map<String, Json> members = new LinkedHashMap<>();
        int keys = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (++keys > MAX_KEYS) {
                parser.skipChildren();
            } else if (key.length() > MAX_KEY || !Texts.storable(key)) {
                problems.add(pointer, "a key is longer than " + MAX_KEY + " characters, or not a text");
                parser.skipChildren();
            } else {
                String child = pointer + "/" + escaped(key);
                Json value = value(child, depth + 1);
                if (members.putIfAbsent(key, value) != null) {
                    problems.add(child, "the key is given twice");
                }
            }
        }
        if (keys > MAX_KEYS) {
            problems.add(pointer, "more than " + MAX_KEYS + " keys");
        }
        return new Json.Obj(members);
    }

    private Json array(String pointer, int depth) {
        List<Json> items = new ArrayList<>();
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++count > MAX_KEYS) {
                parser.skipChildren();
            } else {
                items.add(value(pointer + "/" + (count - 1), depth + 1));
            }
        }
        if (count > MAX_KEYS) {
            problems.add(pointer, "more than " + MAX_KEYS + " items");
        }
        return new Json.Arr(items);
    }

    private Json text(String pointer) {
        if (parser.getStringLength() > MAX_TEXT) {
            return broken(pointer, "longer than " + MAX_TEXT + " characters");
        }
        String text = parser.getString();
        return Texts.storable(text) ? new Json.Text(text) : broken(pointer, "holds a NUL or half of a surrogate pair");
    }

    private Json number(String pointer) {
        BigDecimal number;
        try {
            number = new BigDecimal(parser.getString());
        } catch (NumberFormatException e) {
            return broken(pointer, "the exponent is out of range");
        }
        if (number.scale() > MAX_DECIMALS) {
            return broken(pointer, "more than " + MAX_DECIMALS + " decimals");
        }
        // In long: the scale of 1e2147483647 would overflow an int here.
        if ((long) number.precision() - number.scale() > MAX_INTEGER_DIGITS) {
            return broken(pointer, "more than " + MAX_INTEGER_DIGITS + " digits before the decimal point");
        }
        return new Json.Num(number);
    }

    private Json tooDeep(String pointer) {
        parser.skipChildren();
        return broken(pointer, "nested deeper than " + MAX_DEPTH + " levels");
    }

    private Json broken(String pointer, String message) {
        problems.add(pointer, message);
        return Json.Other.BROKEN;
    }

    /** RFC 6901, section 3. */
    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
