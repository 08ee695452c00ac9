package energy.amps.contract.harness;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A push body under construction. Immutable: each step gives a new one. */
public final class Push {
    private final ObjectNode body;

    private Push(ObjectNode body) {
        this.body = body;
    }

    /** A push of one command, immediate and without parameters. */
    public static Push of(String command) {
        ObjectNode body = Json.object();
        body.putObject("action").put("command", command);
        return new Push(body);
    }

    /** The body to send. */
    public JsonNode json() {
        return body.deepCopy();
    }

    /** The same with another command. */
    public Push command(String command) {
        return action(action -> action.put("command", command));
    }

    /** The same with a start of any form. */
    public Push start(String start) {
        return action(action -> action.put("start", start));
    }

    /** The same with an instant as its start. */
    public Push start(Instant start) {
        return start(start.toString());
    }

    /** The same with an end of any form. */
    public Push end(String end) {
        return action(action -> action.put("end", end));
    }

    /** The same with an instant as its end. */
    public Push end(Instant end) {
        return end(end.toString());
    }

    /** The same without a key of {@code action}. */
    public Push without(String key) {
        return action(action -> action.remove(key));
    }

    /** The same with one more parameter. */
    public Push with(String parameter, double value, String unit) {
        return action(action -> action.withObject("/parameters")
                .putObject(parameter)
                .put("value", plain(value))
                .put("unit", unit));
    }

    /** The same with an empty map of parameters. */
    public Push withNoParameters() {
        return action(action -> action.putObject("parameters"));
    }

    /** The same without one parameter. */
    public Push withoutParameter(String parameter) {
        return action(action -> ((ObjectNode) action.path("parameters")).remove(parameter));
    }

    /** The same with a conflict strategy. */
    public Push onConflict(String strategy) {
        return change(copy -> copy.put("onConflict", strategy));
    }

    /** The same with sandbox controls, written with single quotes. */
    public Push sandbox(String controls) {
        return change(copy -> copy.set("sandbox", Json.object(controls)));
    }

    /** The same with the value or the unit of one parameter replaced. */
    public Push quantity(String parameter, String key, JsonNode value) {
        return action(action ->
                action.withObject("/parameters").withObject("/" + parameter).set(key, value));
    }

    /** The same with a text for a key of {@code action}. */
    public Push text(String key, String text) {
        return action(action -> action.put(key, text));
    }

    /** The text of a key of {@code action}, empty when absent. */
    public String text(String key) {
        return body.path("action").path(key).asString("");
    }

    /** As a person would write it: 80, and not 80.0 or 8E+1. */
    private static BigDecimal plain(double value) {
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    private Push action(Consumer<ObjectNode> change) {
        return change(copy -> change.accept((ObjectNode) copy.path("action")));
    }

    private Push change(Consumer<ObjectNode> change) {
        ObjectNode copy = body.deepCopy();
        change.accept(copy);
        return new Push(copy);
    }

    @Override
    public String toString() {
        return body.toString();
    }
}
