package energy.amps.contract.harness;

import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The sandbox's clock (contract section 11). It is everybody's there: whoever turns it resets it in the end. */
public final class Clock {
    private static final String PATH = "/sandbox/clock";

    private final Api api;

    /** @param api a client that sees the whole sandbox */
    public Clock(Api api) {
        this.api = api;
    }

    /** The clock as it is. */
    public JsonNode read() {
        return api.get(200, PATH).data();
    }

    /** The instant that it shows. */
    public Instant now() {
        return now(read());
    }

    private static Instant now(JsonNode clock) {
        return Instant.parse(clock.path("now").stringValue());
    }

    /** Asks for a turn, written with single quotes. */
    public Answer asks(String body) {
        return api.post(202, PATH, Json.object(body));
    }

    /** Waits until it is ready. */
    public JsonNode awaitReady() {
        return Awaitility.await("the clock to be ready")
                .atMost(Device.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(this::read, clock -> clock.path("state").stringValue().equals("ready"));
    }

    /** Turns it, and waits until it is ready; gives what it shows then. */
    public Instant turns(String body) {
        asks(body);
        return now(awaitReady());
    }

    /** Stops it where it is. */
    public Instant freeze() {
        return turns("{'freezeAt':'now'}");
    }

    /** Goes to an instant, and stops there. */
    public void freezeAt(Instant at) {
        turns("{'freezeAt':'" + at + "'}");
    }

    /** Goes on by that much. */
    public void advance(Duration by) {
        turns("{'advance':'" + by + "'}");
    }

    /** Goes on until an instant. */
    public void advanceTo(Instant until) {
        advance(Duration.between(now(), until));
    }

    /** Goes back to real time. */
    public void reset() {
        turns("{'reset':true}");
    }
}
