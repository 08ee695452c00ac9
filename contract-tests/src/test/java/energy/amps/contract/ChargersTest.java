package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Charger;
import energy.amps.contract.harness.Charger.Dial;
import energy.amps.contract.harness.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Contract section 10: chargers that dial in over a pairing URL. */
class ChargersTest {
    private static final String BOOT = "{\"chargePointVendor\":\"ACME\",\"chargePointModel\":\"Wall 11\"}";

    private final Api api = Api.live();
    private final String user = UUID.randomUUID() + "@example.com";

    @AfterEach
    void erase() {
        api.deleteEither(202, 404, "/users/" + user);
    }

    private JsonNode link() {
        return api.post(201, "/links", Json.object("{'vendor':'ocpp','externalUserRef':'" + user + "'}"))
                .data();
    }

    private static Dial dial(JsonNode link, String identity, String password) {
        return new Dial(
                link.path("pairingUrl").stringValue(),
                identity,
                Optional.of(password).filter(word -> !word.isEmpty()),
                "ocpp1.6");
    }

    private static String device(JsonNode link) {
        return "/ev-charger/" + link.at("/devices/0/id").stringValue();
    }

    @Test
    void aLinkIsMadeAtOnceAndItsAddressShownOnce() {
        JsonNode link = link();
        assertThat(link.path("state").stringValue()).isEqualTo("linked");
        assertThat(link.path("pairingUrl").stringValue()).matches("wss?://[^/]+/ocpp/[0-9A-Za-z]{22}");
        assertThat(api.get(200, "/links/" + link.path("id").stringValue())
                        .data()
                        .has("pairingUrl"))
                .isFalse();
        JsonNode device = api.get(200, "/ev-charger?userId=" + user).data().at("/items/0");
        assertThat(device.path("commands").has("charge")).isTrue();
        assertThat(api.get(503, device(link)).code()).isEqualTo("DEVICE_OFFLINE");
    }

    @Test
    void aRepeatedAnswerHasNoAddress() {
        Api keyed = api.with("Idempotency-Key", UUID.randomUUID().toString());
        JsonNode body = Json.object("{'vendor':'ocpp','externalUserRef':'" + user + "'}");
        JsonNode first = keyed.post(201, "/links", body).data();
        JsonNode again = keyed.post(201, "/links", body).data();
        assertThat(again.path("id")).isEqualTo(first.path("id"));
        assertThat(again.path("pairingUrl").isNull()).isTrue();
    }

    @Test
    void thereIsNothingToLogInto() {
        assertThat(api.post(
                                400,
                                "/links",
                                Json.object("{'vendor':'ocpp','credentials':{'type':'api_key','apiKey':'any'}}"))
                        .code())
                .isEqualTo("UNSUPPORTED_CREDENTIAL_TYPE");
        assertThat(api.post(400, "/links", Json.object("{'vendor':'ocpp','deviceType':'battery'}"))
                        .code())
                .isEqualTo("UNSUPPORTED_AUTH_PATH");
        assertThat(Api.sandbox()
                        .post(400, "/links", Json.object("{'vendor':'ocpp'}"))
                        .code())
                .isEqualTo("UNSUPPORTED_AUTH_PATH");
    }

    @Test
    void theFirstBootClaimsTheLinkForItsIdentityAndItsPassword() {
        JsonNode link = link();
        // A socket that says nothing takes nothing.
        Charger.connected(dial(link, "CP 2", "other-password")).close();
        try (Charger charger = Charger.connected(dial(link, "CP 1", "secret-password"))) {
            assertThat(charger.subprotocol()).isEqualTo("ocpp1.6");
            assertThat(charger.call("Heartbeat", "{}").path(2).stringValue()).isEqualTo("SecurityError");
            assertThat(charger.call("BootNotification", BOOT).at("/2/status").stringValue())
                    .isEqualTo("Accepted");
        }
        assertThat(Charger.refusal(dial(link, "CP 2", "secret-password"))).isEqualTo(401);
        assertThat(Charger.refusal(dial(link, "CP 1", "other-password"))).isEqualTo(401);
        assertThat(Charger.refusal(dial(link, "CP 1", ""))).isEqualTo(401);
        Charger.connected(dial(link, "CP 1", "secret-password")).close();
    }

    /** Two who dial before either has booted: the second to boot is told so, and goes. */
    @Test
    void whoBootsSecondIsRefused() {
        JsonNode link = link();
        try (Charger second = Charger.connected(dial(link, "CP 2", "second-password"));
                Charger first = Charger.connected(dial(link, "CP 1", "first-password"))) {
            assertThat(first.call("BootNotification", BOOT).at("/2/status").stringValue())
                    .isEqualTo("Accepted");
            // The newer connection took its place, or it learns it from its answer.
            assertThat(second.closedWith()).isPositive();
        }
        assertThat(Charger.refusal(dial(link, "CP 2", "second-password"))).isEqualTo(401);
    }

    @Test
    void whatItReportsIsWhatIsRead() {
        JsonNode link = link();
        try (Charger charger = Charger.connected(dial(link, "CP 1", "secret-password"))) {
            charger.call("BootNotification", BOOT);
            charger.send(
                    "[2,\"s\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Faulted\"}]");
            await().until(() -> api.getEither(200, 503, device(link)).status() == 200);
            JsonNode shown = api.get(200, device(link)).data();
            assertThat(shown.at("/state/status").stringValue()).isEqualTo("faulted");
            assertThat(shown.at("/metadata/model").stringValue()).isEqualTo("ACME Wall 11");
            assertThat(shown.at("/state").has("isConnected")).isFalse();
        }
    }

    @Test
    void anUnknownAddressIsARequestWithoutAKey() {
        JsonNode link = link();
        Dial dial = dial(link, "CP 1", "secret-password");
        assertThat(Charger.refusal(new Dial(dial.pairingUrl() + "0", "CP 1", dial.password(), "ocpp1.6")))
                .isEqualTo(401);
        assertThat(Charger.refusal(new Dial(dial.pairingUrl() + "/CP", "CP 1", dial.password(), "ocpp1.6")))
                .isEqualTo(401);
    }

    @Test
    void withoutAVersionInCommonTheSocketIsClosed() {
        Dial dial = dial(link(), "CP 1", "secret-password");
        try (Charger charger = Charger.connected(new Dial(dial.pairingUrl(), "CP 1", dial.password(), "ocpp1.5"))) {
            assertThat(charger.closedWith()).isEqualTo(1002);
        }
    }

    @Test
    void aMessageThatIsTooLongClosesTheSocket() {
        try (Charger charger = Charger.connected(dial(link(), "CP 1", "secret-password"))) {
            charger.send("[2,\"m\",\"DataTransfer\",{\"vendorId\":\"" + "x".repeat(70_000) + "\"}]");
            assertThat(charger.closedWith()).isNotZero();
        }
    }

    @Test
    void whoTalksTooMuchIsCutOff() {
        try (Charger charger = Charger.connected(dial(link(), "CP 1", "secret-password"))) {
            for (int i = 0; i < 300; i++) {
                charger.send("[2,\"" + i + "\",\"Heartbeat\",{}]");
            }
            assertThat(charger.closedWith()).isNotZero();
        } catch (CompletionException cutOffWhileItSpoke) {
            assertThat(cutOffWhileItSpoke.getCause()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anUnlinkedChargerIsPutOutAndNotLetInAgain() {
        JsonNode link = link();
        try (Charger charger = Charger.connected(dial(link, "CP 1", "secret-password"))) {
            charger.call("BootNotification", BOOT);
            api.delete(202, device(link));
            assertThat(charger.closedWith()).isPositive();
        }
        await().until(() -> {
            try {
                return Charger.refusal(dial(link, "CP 1", "secret-password")) == 401;
            } catch (AssertionError stillLetIn) {
                return false;
            }
        });
    }
}
