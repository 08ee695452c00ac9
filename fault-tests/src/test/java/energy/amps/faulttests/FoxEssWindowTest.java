package energy.amps.faulttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.faulttests.harness.Answer;
import energy.amps.faulttests.harness.Client;
import energy.amps.faulttests.harness.Site;
import energy.amps.server.embedded.Durability;
import energy.amps.standin.foxess.FoxEssStandIn;
import energy.amps.standin.foxess.Group;
import energy.amps.standin.foxess.Hardware;
import energy.amps.standin.foxess.Inverter;
import energy.amps.testkit.process.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/**
 * Two inverters of one owner behind the FoxESS cloud's stand-in, which wants the vendor's pace kept, linked over the API of a real
 * node: one gets a window and is given back, the other's owner changes his mind.
 *
 * <p>At the vendor's pace a command that loses its answer on a busy machine is settled after minutes: it runs by command, {@code
 * ./amps test -Damps.pace=true}. A week without the pace runs with all tests (FoxEssWeekTest of the server).
 */
@EnabledIfSystemProperty(named = "amps.pace", matches = "true")
class FoxEssWindowTest {
    private static final String KEY = "the-owners-key-8c1f0a27";
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LEAD = Duration.ofSeconds(2);

    /** Longer than anything here takes: it is ended by the test. */
    private static final Duration WINDOW = Duration.ofHours(1);

    private final FoxEssStandIn cloud = FoxEssStandIn.start(0, InstantSource.system());
    private final Inverter inverter = cloud.add(KEY, Hardware.hybrid("60KE8020479C031", LONDON));
    private final Inverter other = cloud.add(KEY, Hardware.hybrid("60KE8020479C032", LONDON));

    /** Every answer, as it was sent. */
    private final List<String> answers = new ArrayList<>();

    private Site site;
    private NodeProcess node;
    private Client client;

    @BeforeEach
    void open() {
        cloud.pace(Duration.ofSeconds(1), Duration.ofSeconds(2));
        site = Site.open(0, Durability.DISPOSABLE);
        node = NodeProcess.start(site.plan("node-1")
                .with("AMPS_FOXESS_URL", cloud.url().toString())
                .with("AMPS_ENCRYPTION_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
                // What is seen here is seen by who reads.
                .with("AMPS_POLLING", "false"));
        client = site.client(node);
    }

    @AfterEach
    void close() {
        client.close();
        node.close();
        site.close();
        cloud.close();
    }

    private Answer noted(int status, Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        answers.add(answer.body().toString());
        return answer;
    }

    private Answer get(String path) throws IOException {
        return noted(200, client.get(path));
    }

    /** The two batteries, in the order of their serial numbers. */
    private List<String> link() throws IOException {
        Answer link = noted(201, client.post("/links", """
                {"vendor":"foxess","externalUserRef":"grace@example.com","deviceType":"battery","timezone":"Europe/London",
                 "credentials":{"type":"api_key","apiKey":"%s"}}""".formatted(KEY)));
        assertThat(link.data("/state").asString()).isEqualTo("linked");
        assertThat(link.data("/devices")).hasSize(2);
        return List.of(
                link.data("/devices/0/id").asString(),
                link.data("/devices/1/id").asString());
    }

    private String push(String battery, String command) throws IOException {
        return noted(202, client.push(battery, command, Optional.empty(), Optional.empty()))
                .data("/id")
                .asString();
    }

    private void until(String action, String pointer, String value) {
        await().atMost(LIMIT)
                .until(() ->
                        get("/actions/" + action).data(pointer).asString("").equals(value));
    }

    private List<JsonNode> events(String type) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode event : get("/events").data("/items")) {
            if (event.at("/type").asString().equals(type)) {
                events.add(event);
            }
        }
        return events;
    }

    /** What the inverter was told: its mode, and what of its schedule counts. */
    private record Told(boolean schedulerOn, List<Group> groups, String workMode) {
        static Told of(Inverter inverter) {
            Inverter.View view = inverter.view(InstantSource.system().instant());
            return new Told(
                    view.schedulerOn(),
                    view.groups().stream().filter(Group::enabled).toList(),
                    view.workMode());
        }

        boolean isForced() {
            return schedulerOn
                    && groups.stream().anyMatch(group -> group.workMode().equals("ForceCharge"));
        }
    }

    @Test
    void windowIsGivenBackAndTheOwnersChangeIsTold() throws IOException {
        List<String> batteries = link();
        String battery = batteries.getFirst();
        Answer read = get("/battery/" + battery + "?expedite=true");
        assertThat(read.data("/vendor").asString()).isEqualTo("foxess");
        assertThat(read.data("/metadata/source").asString()).isEqualTo("live");
        assertThat(read.data("/state/level").asDouble()).isBetween(49.0, 50.0);
        // Of the vendor's 1,440 a day the connector leaves forty to linking.
        assertThat(read.data("/quota/0/limit").asInt()).isEqualTo(1400);
        assertThat(read.data("/quota/0/remaining").asInt()).isBetween(1380, 1399);

        String kept = push(batteries.getLast(), "auto.reserve");
        until(push(battery, "auto.reserve"), "/state", "completed");
        Told before = Told.of(inverter);
        assertThat(before).isEqualTo(new Told(false, List.of(), "Backup"));

        Instant begin = InstantSource.system().instant().plus(LEAD);
        String window = noted(202, client.push(battery, "charge", Optional.of(begin), Optional.of(begin.plus(WINDOW))))
                .data("/id")
                .asString();
        await().atMost(LIMIT).until(() -> Told.of(inverter).isForced());
        until(window, "/verification/state", "confirmed");
        assertThat(get("/actions/" + window).data("/state").asString()).isEqualTo("acknowledged");
        assertThat(Told.of(inverter).isForced()).as("it is still open").isTrue();

        ownerOfTheOtherChangesHisMind(batteries.getLast(), kept);

        noted(202, client.post("/actions/" + window + "/end", "{}"));
        until(window, "/state", "completed");
        assertThat(Told.of(inverter)).as("the device was given back").isEqualTo(before);
        assertThat(get("/actions/" + window).data("/verification/state").asString())
                .isEqualTo("confirmed");
        timelineTellsTheVendorsCalls(window);
        assertThat(events("device.overridden")).as("the return is ours").hasSize(1);
        nothingTellsTheKey();
    }

    private void ownerOfTheOtherChangesHisMind(String battery, String action) throws IOException {
        until(action, "/verification/state", "confirmed");
        // After a write of ours no reading from before it is served: so that the next one asks the vendor.
        noted(
                200,
                client.post(
                        "/battery/" + battery + "/settings",
                        "{\"discharge_floor\":{\"value\":15,\"unit\":\"percent\"}}"));
        Instant now = InstantSource.system().instant();
        assertThat(other.view(now).minSocOnGrid()).isEqualTo(15);
        assertThat(events("device.overridden")).isEmpty();

        other.workMode("Feedin", now);
        Answer read = get("/battery/" + battery + "?expedite=true");
        assertThat(read.data("/metadata/source").asString()).isEqualTo("live");
        assertThat(read.data("/state/currentMode").asString()).isEqualTo("auto.export");
        await().atMost(LIMIT).until(() -> events("device.overridden").size() == 1);
        JsonNode event = events("device.overridden").getFirst();
        assertThat(event.at("/data/deviceId").asString()).isEqualTo(battery);
        assertThat(event.at("/data/actionId").asString()).isEqualTo(action);
        assertThat(event.at("/data/command").asString()).isEqualTo("auto.reserve");
    }

    private void timelineTellsTheVendorsCalls(String window) throws IOException {
        List<String> calls = new ArrayList<>();
        for (JsonNode item : get("/actions/" + window + "/timeline").data("/items")) {
            item.at("/nativeCalls").forEach(call -> calls.add(call.at("/call").asString()));
        }
        assertThat(calls)
                .contains(
                        "POST /op/v1/device/scheduler/get",
                        "POST /op/v1/device/scheduler/enable",
                        "POST /op/v1/device/scheduler/set/flag",
                        "POST /op/v0/device/setting/set");
    }

    private void nothingTellsTheKey() throws IOException {
        assertThat(answers).noneMatch(answer -> answer.contains(KEY));
        Path log = site.folder().resolve("node-1").resolve("node.log");
        assertThat(Files.readString(log)).contains("foxess").doesNotContain(KEY);
    }
}
