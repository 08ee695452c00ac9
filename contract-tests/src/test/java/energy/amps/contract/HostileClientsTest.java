package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.Crowd;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.RawSocket;
import energy.amps.contract.harness.Target;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients that mean no good, or know no better, in numbers; and beside each crowd somebody who just wants to charge a battery,
 * and must be able to. The crowds are sized against a server that was told nothing: more than it has places for work.
 */
@ExtendWith(DrainedDevices.class)
class HostileClientsTest {
    private static final int IDLE = 10_000;
    private static final int SLOW = 1_200;
    private static final int DEAF = 100;

    private final String key = "x-api-key: " + Target.current().apiKey() + "\r\n";
    private final Battery battery = Batteries.fullFeatured();

    /** A deployment that others use is nobody's to be rude to. */
    @BeforeEach
    void onlyAgainstAServerOfOurOwn() {
        assumeTrue(!System.getenv().containsKey("AMPS_URL"), "AMPS_URL names a server that is not ours alone");
    }

    /** What the other client does: reads, is refused properly, and has a push accepted and carried out. */
    private void theApiIsOfUseToOthers() {
        for (int i = 0; i < 20; i++) {
            battery.read();
        }
        battery.api().get(404, "/battery/device_nobody");
        battery.awaitTerminal(battery.accepts(Push.of("idle")).path("id").stringValue());
    }

    private static int atMost(int wanted) {
        int possible = Crowd.possible();
        assumeTrue(possible >= SLOW, "this machine lets a process open only " + possible + " connections more");
        return Math.min(wanted, possible);
    }

    /** Ten thousand, or as many as the machine's limit on open files allows. */
    @Test
    void idleConnectionsLeaveTheApiUsable() throws IOException {
        try (Crowd crowd = Crowd.of(atMost(IDLE), "")) {
            theApiIsOfUseToOthers();
            assertThat(crowd.open()).as("nobody was turned away").isEqualTo(crowd.size());
        }
        theApiIsOfUseToOthers();
    }

    @Test
    void headsThatDoNotEndLeaveTheApiUsable() throws IOException {
        try (Crowd crowd = Crowd.of(atMost(SLOW), "GET /battery HTTP/1.1\r\nHost: a\r\n" + key + "x-drip: ")) {
            for (int i = 0; i < 3; i++) {
                crowd.say("a");
                theApiIsOfUseToOthers();
            }
        }
        theApiIsOfUseToOthers();
    }

    /** Each is a request like any other, with a good key, up to the last byte, which does not come. */
    @Test
    void bodiesThatDoNotComeLeaveTheApiUsable() throws IOException {
        String head = "POST " + battery.path() + " HTTP/1.1\r\nHost: a\r\n" + key
                + "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{";
        try (Crowd crowd = Crowd.of(atMost(SLOW), head)) {
            for (int i = 0; i < 3; i++) {
                crowd.say(" ");
                theApiIsOfUseToOthers();
            }
        }
        theApiIsOfUseToOthers();
    }

    @Test
    void clientsThatReadNoAnswerLeaveTheApiUsable() throws IOException {
        String greedy = "GET /openapi/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(50);
        try (Crowd crowd = Crowd.of(DEAF, greedy)) {
            theApiIsOfUseToOthers();
            crowd.say(greedy);
            theApiIsOfUseToOthers();
        }
        theApiIsOfUseToOthers();
    }

    @TestFactory
    Stream<DynamicTest> whatIsTooLargeIsRefusedInTheEnvelope() {
        String post =
                "POST " + battery.path() + " HTTP/1.1\r\nHost: a\r\n" + key + "Content-Type: application/json\r\n";
        return Stream.of(
                refused("request line", 400, "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("query", 400, get("/battery?userId=" + "a".repeat(20_000))),
                refused(
                        "a header",
                        400,
                        "GET /battery HTTP/1.1\r\nHost: a\r\nx-large: " + "a".repeat(100_000) + "\r\n\r\n"),
                refused("headers in number", 400, "GET /battery HTTP/1.1\r\n" + "x: y\r\n".repeat(10_000) + "\r\n"),
                refused("a path in depth", 404, get("/a".repeat(3_000))),
                refused("a body by its length", 413, post + "Content-Length: 70000\r\n\r\n" + " ".repeat(70_000)),
                refused("a body that only says so", 413, post + "Content-Length: 999999999999\r\n\r\n"),
                refused(
                        "a body in chunks",
                        413,
                        post + "Transfer-Encoding: chunked\r\n\r\n"
                                + ("4000\r\n" + " ".repeat(16_384) + "\r\n").repeat(6) + "0\r\n\r\n"),
                refused(
                        "a chunk that only says so",
                        413,
                        post + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n" + " ".repeat(300_000)),
                refused("nesting", 400, body(post, "[".repeat(30_000))),
                refused("a number", 400, body(post, "{\"action\":" + "9".repeat(50_000) + "}")));
    }

    private String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + key + "Connection: close\r\n\r\n";
    }

    private static String body(String head, String text) {
        return head + "Connection: close\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
    }

    private DynamicTest refused(String what, int status, String request) {
        return DynamicTest.dynamicTest(what, () -> {
            String answer = RawSocket.exchange(request);
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("{\"success\":false,");
            Api.sandbox().get(200, battery.path());
        });
    }
}
