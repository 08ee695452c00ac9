package energy.amps.standin.foxess;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stand-in's own calls, for tests in another process. Unsigned, answered 204, or 400 with what is wrong.
 *
 * <pre>
 * POST   /standin/inverters  {"key","sn","zone","series":"hybrid|evo"}
 * POST   /standin/faults     {"path","fault":"ignore|apply_then_hang|apply_then_reset|hang|reset|garbage|refuse|http|slow",
 *                             "times", "errno" of refuse, "status" of http, "millis" of slow}
 * DELETE /standin/faults
 * POST   /standin/keys       {"key"}: it has expired
 * </pre>
 */
final class Controls {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_BODY = 8192;

    private Controls() {}

    static void serve(FoxEssStandIn standIn, HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = new String(exchange.getRequestBody().readNBytes(MOST_BODY), StandardCharsets.UTF_8);
            try {
                obey(
                        standIn,
                        exchange.getRequestMethod() + " "
                                + exchange.getRequestURI().getPath(),
                        text);
                FoxEssStandIn.send(exchange, 204, "");
            } catch (RuntimeException e) {
                FoxEssStandIn.send(exchange, 400, String.valueOf(e.getMessage()));
            }
        }
    }

    private static void obey(FoxEssStandIn standIn, String route, String text) {
        switch (route) {
            case "POST /standin/inverters" -> {
                JsonNode body = JSON.readTree(text);
                ZoneId zone = ZoneId.of(word(body, "zone"));
                standIn.add(
                        word(body, "key"),
                        word(body, "series").equals("evo")
                                ? Hardware.evo(word(body, "sn"), zone)
                                : Hardware.hybrid(word(body, "sn"), zone));
            }
            case "POST /standin/faults" -> {
                JsonNode body = JSON.readTree(text);
                standIn.play(word(body, "path"), fault(body), body.path("times").asInt(1));
            }
            case "DELETE /standin/faults" -> standIn.behave();
            case "POST /standin/keys" -> standIn.expire(word(JSON.readTree(text), "key"));
            default -> throw new IllegalArgumentException("no such call: " + route);
        }
    }

    private static Fault fault(JsonNode body) {
        return switch (word(body, "fault").toLowerCase(Locale.ROOT)) {
            case "ignore" -> new Fault.Ignore();
            case "apply_then_hang" -> new Fault.ApplyThenHang();
            case "apply_then_reset" -> new Fault.ApplyThenReset();
            case "hang" -> new Fault.Hang();
            case "reset" -> new Fault.Reset();
            case "garbage" -> new Fault.Garbage();
            case "refuse" -> new Fault.Refuse(body.path("errno").asInt(Errno.WRITE_FAILED));
            case "http" -> new Fault.Http(body.path("status").asInt(503));
            case "slow" -> new Fault.Slow(Duration.ofMillis(body.path("millis").asInt(1000)));
            default -> throw new IllegalArgumentException("no such fault: " + word(body, "fault"));
        };
    }

    private static String word(JsonNode body, String name) {
        if (!body.path(name).isString()) {
            throw new IllegalArgumentException("no " + name + " in the request");
        }
        return body.path(name).stringValue();
    }
}
