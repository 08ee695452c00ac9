package energy.amps.faulttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.faulttests.harness.Answer;
import energy.amps.faulttests.harness.Client;
import energy.amps.faulttests.harness.Site;
import energy.amps.server.embedded.Durability;
import energy.amps.testkit.process.NodeProcess;
import energy.amps.testkit.vendor.Call;
import energy.amps.testkit.vendor.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A device whose vendor must be asked: how it is read, listed and told (contract section 3). */
class LiveDeviceTest {
    private static Site site;
    private static NodeProcess node;
    private static NodeProcess second;
    private static Client client;
    private static Client other;
    private static int used;

    /** Each test has a device that nobody has read. */
    private final String device = site.devices().get(used++);

    @BeforeAll
    static void open() {
        site = Site.open(12, Durability.DISPOSABLE);
        node = site.start("node-1");
        second = site.start("node-2");
        client = site.client(node);
        other = site.client(second);
    }

    @AfterAll
    static void close() {
        client.close();
        other.close();
        node.close();
        second.close();
        site.close();
    }

    @AfterEach
    void behave() {
        site.vendor().behave();
    }

    @Test
    void readAsksTheVendorAndListDoesNot() throws IOException {
        Answer read = client.get("/battery/" + device);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.data("/metadata/source").asString()).isEqualTo("live");
        assertThat(read.data("/sync/available").asBoolean()).isTrue();
        assertThat(read.data("/sync/lastPulledAt").isString()).isTrue();
        assertThat(read.data("/state/currentMode").isString()).isTrue();

        site.vendor().playForAll(Call.READ, Fault.HANG);
        Answer list = client.get("/battery?limit=50");
        list.body().at("/data/items").forEach(item -> {
            boolean seen = item.at("/id").asString().equals(device);
            if (seen || item.at("/sync/lastPulledAt").isNull()) {
                assertThat(item.at("/metadata/source").asString()).isEqualTo(seen ? "cache" : "fallback");
                assertThat(item.at("/sync/available").asBoolean()).isEqualTo(seen);
                assertThat(item.at("/state").isEmpty()).isEqualTo(!seen);
            }
        });
    }

    @Test
    void readOfOneNodeIsTheCacheOfAnotherUntilSomethingIsWritten() throws IOException {
        assertThat(client.get("/battery/" + device).data("/metadata/source").asString())
                .isEqualTo("live");
        site.vendor().play(Call.READ, device, Fault.HANG, 0);
        Answer cached = other.get("/battery/" + device + "?expedite=true");
        assertThat(cached.data("/metadata/source").asString()).isEqualTo("cache");
        assertThat(cached.data("/metadata/cacheType").asString()).isEqualTo("expedite");
        site.vendor().behave();
        String id = client.push(device, "charge", Optional.empty(), Optional.empty())
                .data("/id")
                .asString();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.action(id).data("/state").asString().equals("completed"));
        site.vendor().play(Call.READ, device, Fault.UNAVAILABLE, 0);
        Answer fallback = other.get("/battery/" + device);
        assertThat(fallback.status()).isEqualTo(200);
        assertThat(fallback.data("/metadata/source").asString()).isEqualTo("fallback");
        assertThat(fallback.data("/sync/available").asBoolean()).isFalse();
        assertThat(fallback.data("/state")).isEqualTo(cached.data("/state"));
        site.vendor().behave();
        Answer after = other.get("/battery/" + device);
        assertThat(after.data("/metadata/source").asString()).isEqualTo("live");
        assertThat(after.data("/state/currentMode").asString()).isEqualTo("charge");
    }

    /** A slow vendor, readers on both nodes: whoever comes while it is asked takes what it brings. */
    @Test
    void readersOfBothNodesShareACallThatIsOut() throws Exception {
        double before = calls();
        site.vendor().play(Call.READ, device, Fault.SLOW, 0, Duration.ofSeconds(1));
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                Client from = i % 2 == 0 ? client : other;
                answers.add(threads.submit(() -> from.get("/battery/" + device)));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }
        // The platform may have looked at devices of other tests meanwhile, of which something was still to be
        // verified.
        assertThat(calls() - before).isBetween(1.0, 3.0);
    }

    /** Reads that the nodes have made of the vendor. */
    private static double calls() throws Exception {
        double calls = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (NodeProcess each : List.of(node, second)) {
                URI metrics = each.managementUrl().resolve("/metrics");
                calls += http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("amps_vendor_calls_seconds_count"))
                        .filter(line -> line.contains("call=\"read\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum();
            }
        }
        return calls;
    }

    @Test
    void deadVendorIsToldByItsHealthAndReadersDoNotWaitForIt() throws IOException {
        site.vendor().play(Call.READ, device, Fault.UNAVAILABLE, 0);
        for (int i = 0; i < 7; i++) {
            assertThat(client.get("/battery/" + device).code()).isEqualTo("SERVICE_UNAVAILABLE");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            JsonNode vendors = other.get("/health/vendors").data("/vendors");
            return vendors.valueStream()
                    .anyMatch(vendor -> vendor.at("/vendor").asString().equals("scripted")
                            && vendor.at("/openBreakers").asInt() >= 1);
        });
    }

    @Test
    void vendorThatCannotTellIsUnavailableAndOneThatSaysOfflineIsOffline() throws IOException {
        for (Fault fault : new Fault[] {Fault.HANG, Fault.RESET, Fault.GARBAGE, Fault.UNAVAILABLE}) {
            // Lasting: the JDK's client repeats a read whose connection broke.
            site.vendor().play(Call.READ, device, fault, 0);
            Answer read = client.get("/battery/" + device);
            assertThat(read.status()).as(fault.wire()).isEqualTo(503);
            assertThat(read.code()).as(fault.wire()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(read.body().at("/error/details/reason").isString()).isTrue();
        }
        site.vendor().play(Call.READ, device, Fault.REFUSE, 1);
        assertThat(client.get("/battery/" + device).code()).isEqualTo("DEVICE_OFFLINE");
    }

    @Test
    void pushReachesTheVendorOnceUnderItsOwnId() throws IOException {
        Answer push = client.push(device, "charge", Optional.empty(), Optional.empty());
        assertThat(push.status()).isEqualTo(202);
        String id = push.data("/id").asString();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.action(id).data("/state").asString().equals("completed"));
        assertThat(site.vendor().writes(device))
                .extracting(write -> write.id() + " " + write.what())
                .containsExactly(id + ".apply.1 instruction=charge");
    }

    /** The vendor may have taken them: to call them not written would be a guess. */
    @Test
    void settingsThatAreNotAnsweredAreUnknown() throws IOException {
        String body = "{\"discharge_floor\":{\"value\":15,\"unit\":\"percent\"}}";
        for (Fault fault : new Fault[] {Fault.APPLY_THEN_HANG, Fault.RESET}) {
            site.vendor().play(Call.SETTINGS, device, fault, 1);
            Answer answer = client.post("/battery/" + device + "/settings", body);
            assertThat(answer.status()).as(fault.wire()).isEqualTo(502);
            assertThat(answer.code()).isEqualTo("SETTINGS_PARTIAL");
            assertThat(answer.body().at("/error/details/unknown/0").asString()).isEqualTo("discharge_floor");
            assertThat(answer.body().at("/error/details/updated").isEmpty()).isTrue();
        }
        site.vendor().play(Call.SETTINGS, device, Fault.REFUSE, 1);
        assertThat(client.post("/battery/" + device + "/settings", body).code()).isEqualTo("DEVICE_OFFLINE");
        assertThat(client.post("/battery/" + device + "/settings", body).status())
                .isEqualTo(200);
    }

    @Test
    void zoneChangesWithoutTheVendor() throws IOException {
        site.vendor().playForAll(Call.READ, Fault.HANG);
        assertThat(client.get("/battery/" + device + "?expedite=true").status()).isEqualTo(503);
        Answer changed = client.patch("/battery/" + device, "{\"timezone\":\"Europe/Berlin\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.data("/timezone").asString()).isEqualTo("Europe/Berlin");
    }
}
