package energy.amps.connector.ocpp;

import energy.amps.connector.ocpp.Memory.Ways;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** What texts of charge points mean, in either version. */
final class Texts {
    /** How far a charge point's clock may be ahead of ours, and how late a message may come that waited for a connection. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final Duration BEHIND = Duration.ofDays(30);

    private Texts() {}

    /** Maker and model in one line, without what a maker says twice. */
    static String model(JsonNode maker, JsonNode model) {
        String first = maker.asString("").strip();
        String second = model.asString("").strip();
        return second.startsWith(first) ? second : (first + " " + second).strip();
    }

    /** The instant that a charge point names, unless its clock is wrong beyond doubt: then the present. */
    static Instant plausible(JsonNode timestamp, Instant now) {
        return Times.read(timestamp.asString(""))
                .filter(at -> at.isBefore(now.plus(AHEAD)) && at.isAfter(now.minus(BEHIND)))
                .orElse(now);
    }

    /** The unit of limits from the list of those that a model takes; watts, where it takes both. */
    static Ways unit(String list, String amps, String watts, Ways ways) {
        if (list.contains(watts)) {
            return ways.inUnit(false);
        }
        return list.contains(amps) ? ways.inUnit(true) : ways;
    }
}
