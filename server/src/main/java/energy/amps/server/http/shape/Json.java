package energy.amps.server.http.shape;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A JSON value as it was read. */
sealed interface Json {

    /** What it is, as a message names it. */
    String kind();

    /** An object, its keys in the order sent. */
    record Obj(Map<String, Json> members) implements Json {
        @Override
        public String kind() {
            return "an object";
        }
    }

    /** A text without NUL or halves of surrogate pairs. */
    record Text(String value) implements Json {
        @Override
        public String kind() {
            return "text";
        }
    }

    /** A number that the platform can store. */
    record Num(BigDecimal value) implements Json {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    /** An array, in the order sent. */
    record Arr(List<Json> items) implements Json {
        @Override
        public String kind() {
            return "an array";
        }
    }

    /** What no request of this API holds; its content is not kept. */
    enum Other implements Json {
        /** {@code null}. */
        NULL("null"),
        /** Refused while it was read; the problem is already noted, and nobody adds a second one. */
        BROKEN("unreadable");

        private final String kind;

        Other(String kind) {
            this.kind = kind;
        }

        @Override
        public String kind() {
            return kind;
        }
    }
}
