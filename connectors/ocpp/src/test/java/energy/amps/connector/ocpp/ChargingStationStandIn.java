package energy.amps.connector.ocpp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** A charging station of OCPP 2.0.1. */
final class ChargingStationStandIn extends ChargerStandIn {
    private int sessions;
    private int events;
    private int coming = -1;
    private int present = -1;

    ChargingStationStandIn(Supplier<Instant> clock, boolean charging) {
        super(clock, charging);
    }

    @Override
    String boot() {
        return "{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"ACME\",\"model\":\"Wall 7\"}}";
    }

    @Override
    void sayWaiting(boolean hadSession) {
        say(
                "StatusNotification",
                "{\"timestamp\":\"%s\",\"connectorStatus\":\"Occupied\",\"evseId\":1,\"connectorId\":1}"
                        .formatted(now()));
    }

    @Override
    void sayStarted() {
        sessions++;
        sayEvent("Started", "EVConnected", meter());
    }

    @Override
    void sayFlow(boolean flows) {
        sayEvent("Updated", flows ? "Charging" : "SuspendedEVSE", "");
    }

    @Override
    void sayMeter() {
        sayEvent("Updated", watts() > 0 ? "Charging" : "SuspendedEVSE", meter());
    }

    @Override
    void sayEnded() {
        sayEvent("Ended", "EVConnected", meter());
    }

    private String transaction() {
        return "session-" + sessions;
    }

    private void sayEvent(String type, String state, String more) {
        say("TransactionEvent", """
                {"eventType":"%s","timestamp":"%s","triggerReason":"ChargingStateChanged","seqNo":%d,
                 "transactionInfo":{"transactionId":"%s","chargingState":"%s"},"evse":{"id":1,"connectorId":1}%s}""".formatted(type, now(), events++, transaction(), state, more));
    }

    private String meter() {
        return """
                ,"meterValue":[{"timestamp":"%s","sampledValue":[{"value":%d},
                 {"value":%d,"measurand":"Power.Active.Import"}]}]""".formatted(now(), wattHours(), watts());
    }

    @Override
    void heard(String action, JsonNode answer) {}

    @Override
    String obey(String action, JsonNode payload) {
        return switch (action) {
            case "RequestStartTransaction" ->
                start(Optional.ofNullable(payload.get("chargingProfile")).map(ChargingStationStandIn::watts));
            case "RequestStopTransaction" ->
                stop(payload.get("transactionId").stringValue().equals(transaction()));
            case "SetChargingProfile" -> limit(payload.get("chargingProfile"));
            case "ClearChargingProfile" ->
                clear(payload.get("chargingProfileId").intValue());
            case "TriggerMessage" -> status();
            case "SetVariables" -> results(payload.get("setVariableData"), "setVariableResult", "");
            case "GetVariables" ->
                results(payload.get("getVariableData"), "getVariableResult", ",\"attributeValue\":\"A,W\"");
            default -> throw new IllegalStateException("a charging station is not told to " + action);
        };
    }

    private static String results(JsonNode asked, String answered, String more) {
        List<String> results = new ArrayList<>();
        asked.forEach(entry -> results.add("{\"attributeStatus\":\"Accepted\",\"component\":" + entry.get("component")
                + ",\"variable\":" + entry.get("variable") + more + "}"));
        return "{\"" + answered + "\":[" + String.join(",", results) + "]}";
    }

    private String limit(JsonNode profile) {
        int id = profile.get("id").intValue();
        return switch (profile.get("chargingProfilePurpose").stringValue()) {
            case "TxDefaultProfile" -> {
                coming = id;
                yield limitComing(watts(profile));
            }
            case "TxProfile" -> {
                present = id;
                yield limitSession(profile.get("transactionId").stringValue().equals(transaction()), watts(profile));
            }
            default -> REJECTED;
        };
    }

    private String clear(int id) {
        return id == coming ? clearComing() : id == present ? clearSession() : "{\"status\":\"Unknown\"}";
    }

    /** Of a profile that holds from its beginning on, and for one phase. */
    private static double watts(JsonNode profile) {
        JsonNode schedule = profile.get("chargingSchedule").get(0);
        double limit =
                schedule.get("chargingSchedulePeriod").get(0).get("limit").doubleValue();
        return schedule.get("chargingRateUnit").stringValue().equals("W") ? limit : limit * 230;
    }
}
