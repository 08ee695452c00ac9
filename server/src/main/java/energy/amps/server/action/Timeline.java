package energy.amps.server.action;

import energy.amps.connector.NativeCall;
import energy.amps.server.store.ActionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The course of an action (contract section 5, timeline).
 *
 * @param action which
 * @param items what happened, oldest first
 * @param hasMore whether calls are left out, the newest ones, because there are too many
 */
public record Timeline(ActionId action, List<Item> items, boolean hasMore) {

    /** Copies the items. */
    public Timeline {
        items = List.copyOf(items);
    }

    /** What kind of thing happened. */
    public enum Type {
        /** The action came to stand elsewhere; {@code took} is how long it stood there. */
        TRANSITION("transition"),
        /** A vendor was told to do something. */
        CALL("call"),
        /** A vendor was asked what became of what it had been told. */
        QUESTION("question"),
        /** The device was looked at. */
        READING("reading"),
        /** What the device does was found out, or given up. */
        VERIFICATION("verification"),
        /** An event of the action was delivered, or not. */
        WEBHOOK("webhook");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }

        /** Its name in the API. */
        public String wire() {
            return wire;
        }
    }

    /**
     * One thing that happened.
     *
     * @param at when it began
     * @param type what kind of thing
     * @param name what: the state, the purpose of a call, the event that was delivered
     * @param attempt the how manieth, where it is counted
     * @param outcome what came of it, in a word; empty while it is under way, and of transitions
     * @param errorCode what went wrong, canonically
     * @param took how long it took; empty while it is under way
     * @param calls what a connector called at its vendor, where it tells
     */
    public record Item(
            Instant at,
            Type type,
            String name,
            Optional<Integer> attempt,
            Optional<String> outcome,
            Optional<String> errorCode,
            Optional<Duration> took,
            List<NativeCall> calls) {

        /** Copies the calls. */
        public Item {
            calls = List.copyOf(calls);
        }

        /** A thing that happens at an instant. */
        static Item of(Instant at, Type type, String name) {
            return new Item(
                    at, type, name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        }

        Item lasting(Duration took) {
            return new Item(at, type, name, attempt, outcome, errorCode, Optional.of(took), calls);
        }
    }
}
