package energy.amps.connector.ocpp;

import energy.amps.connector.ocpp.Memory.Transaction;
import energy.amps.connector.ocpp.Memory.Ways;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One version's messages, in and out. Pure: it remembers nothing, and sends nothing. */
interface Dialect {
    /** The id of the default limit that we lay on a charge point. */
    int DEFAULT_PROFILE = 1;

    /** The id of the limit that we lay on a transaction. */
    int TRANSACTION_PROFILE = 2;

    /** What we authorise with. */
    String OUR_TAG = "AMPS";

    /** How often a charge point says that it is there, s; the sockets are pinged besides. */
    int HEARTBEAT_SECONDS = 300;

    /** How often the meter is told while a vehicle charges, s. */
    int SAMPLE_SECONDS = 30;

    OcppVersion version();

    /** What a message of the charge point's, held to its schema already, comes to. */
    Heard hear(String action, JsonNode payload, Instant now);

    /** What a message comes to. */
    sealed interface Heard {
        /** It is answered, and nothing is remembered. */
        record Answered(ObjectNode answer) implements Heard {}

        /**
         * Something is remembered, and the answer may depend on it.
         *
         * @param step from what is remembered to what is, with the answer; may run more than once
         */
        record Noted(Function<Memory, Note> step) implements Heard {}

        /**
         * The charge point says what it is.
         *
         * @param model the vendor's name of the model
         */
        record Introduced(String model) implements Heard {}

        /** Nothing that we speak. */
        record NotSpoken() implements Heard {}
    }

    /**
     * A step of memory.
     *
     * @param memory after it
     * @param answer to the charge point
     */
    record Note(Memory memory, ObjectNode answer) {}

    /** The answer to an introduction. */
    ObjectNode welcome(boolean taken, Instant now);

    /** A request of ours. */
    record Request(String action, ObjectNode payload) {}

    /** A limit on transactions to come, kW. */
    Request limitDefault(double kilowatts, Ways ways);

    /** Takes that limit away. */
    Request clearDefault();

    /** A limit on a transaction, kW. */
    Request limit(Transaction transaction, double kilowatts, Ways ways);

    /** Takes that limit away. */
    Request clear(Transaction transaction);

    /** Begins a transaction, under a limit where there is one. */
    Request start(Optional<Double> kilowatts, Memory memory);

    Request stop(Transaction transaction);

    /** What is asked of a charge point that came back; it may refuse any of it. */
    List<Request> greetings();

    /** What an answer to such a request says of the model. */
    Ways learn(String action, JsonNode answer, Ways ways);

    /** Whether an answer says that the request was taken. */
    default boolean isTaken(String action, JsonNode answer) {
        String status = answer.path("status").asString("");
        // That there was nothing to clear is as good.
        return status.equals("Accepted") || (action.equals(Actions.CLEAR_CHARGING_PROFILE) && status.equals("Unknown"));
    }
}
