package energy.amps.server;

import static energy.amps.server.testing.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.testing.House;
import energy.amps.server.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Charge points that we did not write, on two nodes of one database: what is said on the one reaches the socket on the other.
 * Cases that the certification programme has as well are named by its numbers.
 */
class ChargersThatDialInTest {
    @TempDir
    private static Path data;

    private static Path peer;
    private static RunningNode first;
    private static RunningNode second;

    private NodeChargePoint box;
    private String device;
    private String pairingUrl;

    @BeforeAll
    static void open() {
        Optional<Path> installed = NodeChargePoint.installed();
        Assumptions.assumeTrue(installed.isPresent(), "needs node, and npm to install ocpp-rpc");
        peer = installed.orElseThrow();
        TestDatabase database = House.database();
        first = new RunningNode(database, data, Map.of());
        second = new RunningNode(database, data, Map.of());
    }

    @AfterAll
    static void close() {
        if (first != null) {
            second.close();
            first.close();
        }
    }

    @BeforeEach
    void pair() {
        RunningNode.Reply link = first.postLive(
                "/links", "{\"vendor\":\"ocpp\",\"externalUserRef\":\"a@example.com\",\"timezone\":\"Europe/London\"}");
        assertThat(link.status()).as(link.json().toString()).isEqualTo(201);
        assertThat(link.at("/data/state")).isEqualTo("linked");
        device = link.at("/data/devices/0/id");
        pairingUrl = link.at("/data/pairingUrl");
        box = NodeChargePoint.start(peer);
    }

    @AfterEach
    void end() {
        box.close();
        assertThat(box.violations()).isEmpty();
    }

    private void dial(RunningNode node, String protocol) {
        JsonNode answer = box.dial(at(node), "CP 1", Optional.of("secret-password-1"), protocol);
        assertThat(answer.path("connected").asString("")).as(answer.toString()).isEqualTo(protocol);
    }

    /** The same address, at whichever node. */
    private String at(RunningNode node) {
        return node.node.url().replace("http:", "ws:") + pairingUrl.substring(pairingUrl.indexOf("/ocpp/"));
    }

    private void boot16(RunningNode node) {
        dial(node, "ocpp1.6");
        JsonNode answer =
                box.call("BootNotification", "{\"chargePointVendor\":\"ACME\",\"chargePointModel\":\"Wall 11\"}");
        assertThat(answer.path("status").asString("")).isEqualTo("Accepted");
        assertThat(answer.path("interval").asInt(0)).isPositive();
        box.awaitAsked("TriggerMessage");
    }

    private void status16(String word) {
        box.call("StatusNotification", "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"" + word + "\"}");
    }

    private int start16(int meter) {
        return box.call(
                        "StartTransaction",
                        "{\"connectorId\":1,\"idTag\":\"AMPS\",\"meterStart\":" + meter + ",\"timestamp\":\""
                                + Instant.now() + "\"}")
                .path("transactionId")
                .intValue();
    }

    private void meter16(int transaction, int watts, int meter) {
        box.call(
                "MeterValues",
                "{\"connectorId\":1,\"transactionId\":" + transaction + ",\"meterValue\":[{\"timestamp\":\""
                        + Instant.now()
                        + "\",\"sampledValue\":[{\"value\":\"" + meter
                        + "\"},{\"value\":\"" + watts + "\",\"measurand\":\"Power.Active.Import\",\"unit\":\"W\"}]}]}");
    }

    private String push(RunningNode node, String action) {
        RunningNode.Reply reply = node.postLive("/ev-charger/" + device, "{\"action\":" + action + "}");
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(202);
        return reply.at("/data/id");
    }

    private void awaitState(RunningNode node, String action, String state) {
        eventually().untilAsserted(() -> assertThat(
                        node.getLive("/actions/" + action).at("/data/state"))
                .isEqualTo(state));
    }

    private JsonNode read(RunningNode node) {
        RunningNode.Reply reply = node.getLive("/ev-charger/" + device);
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
        return reply.json().at("/data");
    }

    /** TC_001_CSMS, TC_010_CSMS and TC_012_CSMS, over the API: boot, plug in, push, meter values, idle. */
    @Test
    void aChargeFromOneNodeReachesTheChargePointOnTheOther() {
        boot16(first);
        status16("Preparing");
        assertThat(read(second).at("/state/status").asString("")).isEqualTo("connected");
        assertThat(read(second).at("/metadata/model").asString("")).isEqualTo("ACME Wall 11");
        String charge =
                push(second, "{\"command\":\"charge\",\"parameters\":{\"power\":{\"value\":7.4,\"unit\":\"kw\"}}}");
        JsonNode start = box.awaitAsked("RemoteStartTransaction");
        assertThat(start.at("/chargingProfile/chargingSchedule/chargingSchedulePeriod/0/limit")
                        .asDouble(0))
                .isEqualTo(7400);
        awaitState(second, charge, "completed");
        int transaction = start16(1000);
        status16("Charging");
        meter16(transaction, 7200, 2500);
        eventually().untilAsserted(() -> {
            JsonNode state = read(second).at("/state");
            assertThat(state.path("currentPower").asDouble(0)).isEqualTo(7.2);
            assertThat(state.path("sessionEnergy").asDouble(0)).isEqualTo(1.5);
            assertThat(state.path("energyTotal").asDouble(0)).isEqualTo(2.5);
        });
        box.answer("SetChargingProfile", "{\"status\":\"Rejected\"}");
        awaitState(first, push(first, "{\"command\":\"idle\"}"), "completed");
        assertThat(box.awaitAsked("RemoteStopTransaction").path("transactionId").asInt(0))
                .isEqualTo(transaction);
    }

    /** TC_056_CSMS and TC_057_CSMS: a window closes by itself, also for a charge point that was away in the middle. */
    @Test
    void aWindowClosesByItselfOverAReconnectToAnotherNode() {
        boot16(first);
        status16("Preparing");
        Instant now = Instant.now();
        String window = push(
                second,
                "{\"command\":\"charge\",\"start\":\"" + now.plusSeconds(1) + "\",\"end\":\"" + now.plusSeconds(12)
                        + "\"}");
        box.awaitAsked("RemoteStartTransaction");
        int transaction = start16(0);
        status16("Charging");
        assertThat(second.getLive("/actions/" + window).at("/data/state")).isEqualTo("acknowledged");
        box.hangUp();
        dial(second, "ocpp1.6");
        assertThat(start16(0)).as("another start is another transaction").isNotEqualTo(transaction);
        JsonNode paused = box.awaitAsked("SetChargingProfile", "TxProfile");
        assertThat(paused.at("/csChargingProfiles/chargingSchedule/chargingSchedulePeriod/0/limit")
                        .asDouble(-1))
                .isZero();
        awaitState(first, window, "completed");
    }

    /** The charger gives no more than its setting says, whatever is pushed; over either node. */
    @Test
    void theHighestRateIsHonoured() {
        boot16(first);
        status16("Preparing");
        RunningNode.Reply set = second.postLive(
                "/ev-charger/" + device + "/settings", "{\"max_charge_rate\":{\"value\":3.7,\"unit\":\"kw\"}}");
        assertThat(set.status()).as(set.json().toString()).isEqualTo(200);
        assertThat(limit(box.awaitAsked("SetChargingProfile", "TxDefaultProfile")))
                .isEqualTo(3700);
        push(first, "{\"command\":\"charge\",\"parameters\":{\"power\":{\"value\":11,\"unit\":\"kw\"}}}");
        assertThat(limit(box.awaitAsked("SetChargingProfile", "TxDefaultProfile")))
                .isEqualTo(3700);
        box.awaitAsked("RemoteStartTransaction");
        start16(0);
        assertThat(limit(box.awaitAsked("SetChargingProfile", "\"TxProfile\""))).isEqualTo(3700);
        assertThat(read(second).at("/settings/max_charge_rate/value").asDouble(0))
                .isEqualTo(3.7);
    }

    private static double limit(JsonNode params) {
        return params.at("/csChargingProfiles/chargingSchedule/chargingSchedulePeriod/0/limit")
                .asDouble(-1);
    }

    /** Whoever is not the one that claimed the link stays outside. */
    @Test
    void anyOtherIdentityIsRefused() {
        boot16(first);
        box.hangUp();
        for (RunningNode node : new RunningNode[] {first, second}) {
            assertThat(refusal(at(node), "CP 2", Optional.of("secret-password-1")))
                    .contains("Unauthorized");
            assertThat(refusal(at(node), "CP 1", Optional.of("secret-password-2")))
                    .contains("Unauthorized");
            assertThat(refusal(at(node), "CP 1", Optional.empty())).contains("Unauthorized");
            assertThat(refusal(at(node) + "x", "CP 1", Optional.of("secret-password-1")))
                    .contains("Unauthorized");
        }
        dial(second, "ocpp1.6");
    }

    private String refusal(String endpoint, String identity, Optional<String> password) {
        return box.dial(endpoint, identity, password, "ocpp1.6").path("refused").asString("connected");
    }

    /** The newest connection counts; the one before it is closed, wherever it is. */
    @Test
    void aNewerConnectionTakesThePlaceOfTheOlder() {
        boot16(first);
        try (NodeChargePoint again = NodeChargePoint.start(peer)) {
            again.dial(at(second), "CP 1", Optional.of("secret-password-1"), "ocpp1.6");
            eventually().until(() -> !box.closings().isEmpty());
            again.call("Heartbeat", "{}");
            push(first, "{\"command\":\"idle\"}");
            again.awaitAsked("SetChargingProfile");
        }
    }

    /** What stands in the row of a node that has died counts for nothing; and who holds a socket without a row lets it go. */
    @Test
    void aNodeThatIsGoneHoldsNothing() {
        boot16(first);
        status16("Available");
        first.sql().run("update station set node = 'node_gone' where device_id = '" + device + "'");
        assertThat(second.getLive("/ev-charger/" + device).at("/error/code")).isEqualTo("DEVICE_OFFLINE");
        eventually().until(() -> !box.closings().isEmpty());
        eventually()
                .until(() -> first.sql()
                                .number("select count(*) from station where node = 'node_gone' and device_id = '"
                                        + device + "'")
                        == 0);
    }

    @Test
    void whoIsAwayIsOffline() {
        boot16(first);
        status16("Available");
        box.hangUp();
        eventually().untilAsserted(() -> assertThat(
                        second.getLive("/ev-charger/" + device).at("/error/code"))
                .isEqualTo("DEVICE_OFFLINE"));
        String action = push(second, "{\"command\":\"charge\"}");
        awaitState(second, action, "failed");
        assertThat(second.getLive("/actions/" + action).at("/data/errorCode")).isEqualTo("DEVICE_OFFLINE");
    }

    /** TC_B_01_CSMS, TC_F_01_CSMS and TC_K_01_CSMS. */
    @Test
    void aChargingStationOfVersionTwoIsNoDifferent() {
        dial(first, "ocpp2.0.1");
        assertThat(box.call(
                                "BootNotification",
                                "{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"ACME\",\"model\":\"Wall 22\"}}")
                        .path("status")
                        .asString(""))
                .isEqualTo("Accepted");
        box.awaitAsked("TriggerMessage");
        box.call(
                "StatusNotification",
                "{\"timestamp\":\"" + Instant.now()
                        + "\",\"connectorStatus\":\"Occupied\",\"evseId\":1,\"connectorId\":1}");
        String charge =
                push(second, "{\"command\":\"charge\",\"parameters\":{\"power\":{\"value\":11,\"unit\":\"kw\"}}}");
        box.awaitAsked("SetChargingProfile", "TxDefaultProfile");
        box.awaitAsked("RequestStartTransaction");
        awaitState(second, charge, "completed");
        event("Started", ",\"evse\":{\"id\":1}", 40, 0);
        box.awaitAsked("SetChargingProfile", "tx-1");
        event("Updated", "", 41.5, 11000);
        eventually().untilAsserted(() -> {
            JsonNode state = read(second).at("/state");
            assertThat(state.path("status").asString("")).isEqualTo("charging");
            assertThat(state.path("currentPower").asDouble(0)).isEqualTo(11);
            assertThat(state.path("sessionEnergy").asDouble(0)).isEqualTo(1.5);
        });
        box.answer("SetChargingProfile", "{\"status\":\"Rejected\"}");
        awaitState(second, push(second, "{\"command\":\"idle\"}"), "completed");
        assertThat(box.awaitAsked("RequestStopTransaction")
                        .path("transactionId")
                        .asString(""))
                .isEqualTo("tx-1");
    }

    private void event(String type, String more, double kilowattHours, int watts) {
        box.call(
                "TransactionEvent",
                "{\"eventType\":\"" + type + "\",\"timestamp\":\"" + Instant.now()
                        + "\",\"triggerReason\":\"MeterValuePeriodic\",\"seqNo\":1,"
                        + "\"transactionInfo\":{\"transactionId\":\"tx-1\",\"chargingState\":\"Charging\"}" + more
                        + ",\"meterValue\":[{\"timestamp\":\"" + Instant.now() + "\",\"sampledValue\":[{\"value\":"
                        + kilowattHours + ",\"unitOfMeasure\":{\"unit\":\"kWh\"}},{\"value\":" + watts
                        + ",\"measurand\":\"Power.Active.Import\"}]}]}");
    }
}
