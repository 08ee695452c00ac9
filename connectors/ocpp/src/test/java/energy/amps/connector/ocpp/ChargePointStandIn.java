package energy.amps.connector.ocpp;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** A charge point of OCPP 1.6. */
final class ChargePointStandIn extends ChargerStandIn {
    private int transaction = -1;
    private int coming = -1;
    private int present = -1;

    ChargePointStandIn(Supplier<Instant> clock, boolean charging) {
        super(clock, charging);
    }

    @Override
    String boot() {
        return "{\"chargePointVendor\":\"ACME\",\"chargePointModel\":\"Wall 7\"}";
    }

    @Override
    void sayWaiting(boolean hadSession) {
        sayWord(hadSession ? "Finishing" : "Preparing");
    }

    private void sayWord(String word) {
        say(
                "StatusNotification",
                "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"%s\",\"timestamp\":\"%s\"}"
                        .formatted(word, now()));
    }

    @Override
    void sayStarted() {
        say(
                "StartTransaction",
                "{\"connectorId\":1,\"idTag\":\"CARD\",\"meterStart\":%d,\"timestamp\":\"%s\"}"
                        .formatted(wattHours(), now()));
    }

    @Override
    void sayFlow(boolean flows) {
        sayWord(flows ? "Charging" : "SuspendedEVSE");
    }

    @Override
    void sayMeter() {
        say("MeterValues", """
                {"connectorId":1,"meterValue":[{"timestamp":"%s","sampledValue":[
                 {"value":"%d"},{"value":"%d","measurand":"Power.Active.Import","unit":"W"}]}]}""".formatted(now(), wattHours(), watts()));
    }

    @Override
    void sayEnded() {
        say(
                "StopTransaction",
                "{\"transactionId\":%d,\"meterStop\":%d,\"timestamp\":\"%s\",\"reason\":\"Remote\"}"
                        .formatted(transaction, wattHours(), now()));
    }

    @Override
    void heard(String action, JsonNode answer) {
        if (action.equals("StartTransaction")) {
            transaction = answer.get("transactionId").intValue();
        }
    }

    @Override
    String obey(String action, JsonNode payload) {
        return switch (action) {
            case "RemoteStartTransaction" ->
                start(Optional.ofNullable(payload.get("chargingProfile")).map(ChargePointStandIn::watts));
            case "RemoteStopTransaction" -> stop(payload.get("transactionId").intValue() == transaction);
            case "SetChargingProfile" -> limit(payload.get("csChargingProfiles"));
            case "ClearChargingProfile" -> clear(payload.get("id").intValue());
            case "TriggerMessage" -> status();
            case "ChangeConfiguration" -> ACCEPTED;
            case "GetConfiguration" ->
                "{\"configurationKey\":[{\"key\":\"ChargingScheduleAllowedChargingRateUnit\",\"readonly\":true,"
                        + "\"value\":\"Current,Power\"}]}";
            default -> throw new IllegalStateException("a charge point is not told to " + action);
        };
    }

    private String limit(JsonNode profile) {
        int id = profile.get("chargingProfileId").intValue();
        return switch (profile.get("chargingProfilePurpose").stringValue()) {
            case "TxDefaultProfile" -> {
                coming = id;
                yield limitComing(watts(profile));
            }
            case "TxProfile" -> {
                present = id;
                yield limitSession(profile.get("transactionId").intValue() == transaction, watts(profile));
            }
            default -> REJECTED;
        };
    }

    private String clear(int id) {
        return id == coming ? clearComing() : id == present ? clearSession() : "{\"status\":\"Unknown\"}";
    }

    /** Of a profile that holds from its beginning on, and for one phase. */
    private static double watts(JsonNode profile) {
        JsonNode schedule = profile.get("chargingSchedule");
        double limit =
                schedule.get("chargingSchedulePeriod").get(0).get("limit").doubleValue();
        return schedule.get("chargingRateUnit").stringValue().equals("W") ? limit : limit * 230;
    }
}
