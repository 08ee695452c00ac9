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
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A device whose vendor must be asked: how it is read, listed and told (contract section 3). */
class LiveDeviceTest {
    private static Site site;
    private static NodeProcess node;
    private static Client client;

    private final String device = site.devices().getFirst();

    @BeforeAll
    static void open() {
        site = Site.open(1, Durability.DISPOSABLE);
        node = site.start("node-1");
        client = site.client(node);
    }

    @AfterAll
    static void close() {
        client.close();
        node.close();
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
        Answer list = client.get("/battery");
        assertThat(list.data("/items/0/metadata/source").asString()).isEqualTo("fallback");
        assertThat(list.data("/items/0/sync/available").asBoolean()).isFalse();
        assertThat(list.data("/items/0/sync/lastPulledAt").isNull()).isTrue();
        assertThat(list.data("/items/0/state").isEmpty()).isTrue();
    }

    @Test
    void vendorThatCannotTellIsUnavailableAndOneThatSaysOfflineIsOffline() throws IOException {
        for (Fault fault : new Fault[] {Fault.HANG, Fault.RESET, Fault.GARBAGE, Fault.UNAVAILABLE}) {
            // Lasting: the JDK's client repeats a read whose connection broke.
            site.vendor().play(Call.READ, device, fault, 0);
            Answer read = client.get("/battery/" + device);
            assertThat(read.status()).as(fault.wire()).isEqualTo(503);
            assertThat(read.code()).as(fault.wire()).isEqualTo("SERVICE_UNAVAILABLE");
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
