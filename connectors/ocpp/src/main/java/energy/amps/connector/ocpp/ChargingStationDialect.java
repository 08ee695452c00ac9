package energy.amps.connector.ocpp;

import energy.amps.connector.ocpp.Memory.Meter;
import energy.amps.connector.ocpp.Memory.Outlet;
import energy.amps.connector.ocpp.Memory.Transaction;
import energy.amps.connector.ocpp.Memory.Ways;
import energy.amps.device.EvChargerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OCPP 2.0.1: what a <i>charging station</i> says and is told. */
final class ChargingStationDialect implements Dialect {
    /** The EVSE that is the device. */
    private static final int EVSE_ID = 1;

    @Override
    public OcppVersion version() {
        return OcppVersion.V2_0_1;
    }

    @Override
    public Heard hear(String action, JsonNode payload, Instant now) {
        return switch (action) {
            case Actions.BOOT_NOTIFICATION -> {
                JsonNode station = payload.path("chargingStation");
                yield new Heard.Introduced(Texts.model(station.path("vendorName"), station.path("model")));
            }
            case Actions.HEARTBEAT -> new Heard.Answered(Json.object("currentTime", Times.write(now)));
            case Actions.AUTHORIZE -> new Heard.Answered(accepted());
            case Actions.DATA_TRANSFER -> new Heard.Answered(Json.object("status", "UnknownVendorId"));
            case Actions.FIRMWARE_STATUS_NOTIFICATION,
                    Actions.LOG_STATUS_NOTIFICATION,
                    Actions.NOTIFY_EVENT,
                    Actions.NOTIFY_REPORT,
                    Actions.SECURITY_EVENT_NOTIFICATION -> new Heard.Answered(Json.object());
            case Actions.STATUS_NOTIFICATION ->
                payload.path("evseId").asInt(0) == EVSE_ID
                        ? new Heard.Noted(memory -> new Note(status(memory, payload), Json.object()))
                        : new Heard.Answered(Json.object());
            case Actions.METER_VALUES ->
                payload.path("evseId").asInt(0) == EVSE_ID
                        ? new Heard.Noted(memory ->
                                new Note(Samples.of(payload.path("meterValue")).noted(memory, now), Json.object()))
                        : new Heard.Answered(Json.object());
            case Actions.TRANSACTION_EVENT -> transactionEvent(payload, now);
            default -> new Heard.NotSpoken();
        };
    }

    private static ObjectNode accepted() {
        ObjectNode answer = Json.object();
        answer.putObject("idTokenInfo").put("status", "Accepted");
        return answer;
    }

    /** A status alone tells whether there is a vehicle; what it does is told by its transaction. */
    private static Memory status(Memory memory, JsonNode payload) {
        return switch (payload.path("connectorStatus").asString("")) {
            case "Available" -> memory.with(outlet(EvChargerStatus.AVAILABLE)).with(Optional.<Transaction>empty());
            case "Occupied" -> memory.outlet().isPluggedIn() ? memory : memory.with(outlet(EvChargerStatus.CONNECTED));
            case "Faulted" -> memory.with(outlet(EvChargerStatus.FAULTED));
            default -> memory.with(outlet(EvChargerStatus.UNAVAILABLE));
        };
    }

    private static Outlet outlet(EvChargerStatus status) {
        return new Outlet(Optional.of(status), false);
    }

    private static Heard transactionEvent(JsonNode payload, Instant now) {
        ObjectNode answer = payload.has("idToken") ? accepted() : Json.object();
        boolean ours = payload.path("evse").path("id").asInt(EVSE_ID) == EVSE_ID;
        return ours
                ? new Heard.Noted(memory -> new Note(event(memory, payload, now), answer))
                : new Heard.Answered(answer);
    }

    private static Memory event(Memory memory, JsonNode payload, Instant now) {
        JsonNode info = payload.path("transactionInfo");
        String id = info.path("transactionId").asString("");
        // An event that waited for a connection may come after the end of its transaction.
        if (memory.lastStart().filter(id::equals).isPresent()) {
            return memory;
        }
        boolean known = memory.transaction().filter(t -> t.id().equals(id)).isPresent();
        Memory running = known
                ? memory
                : memory.with(Optional.of(new Transaction(
                        id,
                        Texts.plausible(payload.path("timestamp"), now),
                        Optional.empty(),
                        Optional.empty(),
                        false)));
        Memory metered = Samples.of(payload.path("meterValue")).noted(running, now);
        if (payload.path("eventType").asString("").equals("Ended")) {
            Memory over = metered.numbering(id)
                    .with(Optional.<Transaction>empty())
                    .with(new Meter(Optional.of(0.0), metered.meter().kilowattHours(), Optional.of(now)));
            return over.outlet().isPluggedIn() ? over.with(outlet(EvChargerStatus.FINISHED)) : over;
        }
        return metered.with(
                charging(metered.outlet(), info.path("chargingState").asString("")));
    }

    private static Outlet charging(Outlet before, String state) {
        return switch (state) {
            case "Charging" -> outlet(EvChargerStatus.CHARGING);
            case "SuspendedEV" -> outlet(EvChargerStatus.PAUSED);
            case "SuspendedEVSE" -> new Outlet(Optional.of(EvChargerStatus.PAUSED), true);
            case "EVConnected" -> outlet(EvChargerStatus.CONNECTED);
            case "Idle" -> outlet(EvChargerStatus.AVAILABLE);
            default -> before;
        };
    }

    @Override
    public ObjectNode welcome(boolean taken, Instant now) {
        return Json.object("status", taken ? "Accepted" : "Rejected")
                .put("currentTime", Times.write(now))
                .put("interval", HEARTBEAT_SECONDS);
    }

    @Override
    public Request limitDefault(double kilowatts, Ways ways) {
        return setting(profile(DEFAULT_PROFILE, "TxDefaultProfile", kilowatts, Limits.MOST_PHASES, ways));
    }

    private static Request setting(ObjectNode profile) {
        ObjectNode payload = Json.object().put("evseId", EVSE_ID);
        payload.set("chargingProfile", profile);
        return new Request(Actions.SET_CHARGING_PROFILE, payload);
    }

    @Override
    public Request clearDefault() {
        return new Request(Actions.CLEAR_CHARGING_PROFILE, Json.object().put("chargingProfileId", DEFAULT_PROFILE));
    }

    @Override
    public Request limit(Transaction transaction, double kilowatts, Ways ways) {
        int phases = transaction.phases().orElse(Limits.MOST_PHASES);
        return setting(profile(TRANSACTION_PROFILE, "TxProfile", kilowatts, phases, ways)
                .put("transactionId", transaction.id()));
    }

    @Override
    public Request clear(Transaction transaction) {
        return new Request(Actions.CLEAR_CHARGING_PROFILE, Json.object().put("chargingProfileId", TRANSACTION_PROFILE));
    }

    private static ObjectNode profile(int id, String purpose, double kilowatts, int phases, Ways ways) {
        ObjectNode profile = Json.object()
                .put("id", id)
                .put("stackLevel", 0)
                .put("chargingProfilePurpose", purpose)
                .put("chargingProfileKind", "Relative");
        profile.putArray("chargingSchedule")
                .addObject()
                .put("id", id)
                .put("chargingRateUnit", Limits.unit(ways))
                .putArray("chargingSchedulePeriod")
                .addObject()
                .put("startPeriod", 0)
                .put("limit", Limits.figure(kilowatts, phases, ways));
        return profile;
    }

    @Override
    public Request start(Optional<Double> kilowatts, Memory memory) {
        ObjectNode payload =
                Json.object().put("remoteStartId", memory.numbered() + 1).put("evseId", EVSE_ID);
        payload.putObject("idToken").put("idToken", OUR_TAG).put("type", "Central");
        kilowatts.ifPresent(limit -> payload.set(
                "chargingProfile",
                profile(TRANSACTION_PROFILE, "TxProfile", limit, Limits.MOST_PHASES, memory.ways())));
        return new Request(Actions.REQUEST_START_TRANSACTION, payload);
    }

    @Override
    public Request stop(Transaction transaction) {
        return new Request(Actions.REQUEST_STOP_TRANSACTION, Json.object("transactionId", transaction.id()));
    }

    @Override
    public List<Request> greetings() {
        ObjectNode units = Json.object();
        variable(units.putArray("getVariableData"), "SmartChargingCtrlr", "RateUnit");
        ObjectNode samples = Json.object();
        ArrayNode data = samples.putArray("setVariableData");
        variable(data, "SampledDataCtrlr", "TxUpdatedInterval").put("attributeValue", Integer.toString(SAMPLE_SECONDS));
        variable(data, "SampledDataCtrlr", "TxUpdatedMeasurands")
                .put("attributeValue", "Energy.Active.Import.Register,Power.Active.Import,Current.Import");
        ObjectNode trigger = Json.object("requestedMessage", Actions.STATUS_NOTIFICATION);
        trigger.putObject("evse").put("id", EVSE_ID).put("connectorId", 1);
        return List.of(
                new Request(Actions.GET_VARIABLES, units),
                new Request(Actions.SET_VARIABLES, samples),
                new Request(Actions.TRIGGER_MESSAGE, trigger));
    }

    private static ObjectNode variable(ArrayNode list, String component, String name) {
        ObjectNode entry = list.addObject();
        entry.putObject("component").put("name", component);
        entry.putObject("variable").put("name", name);
        return entry;
    }

    @Override
    public Ways learn(String action, JsonNode answer, Ways ways) {
        if (!action.equals(Actions.GET_VARIABLES)) {
            return ways;
        }
        for (JsonNode entry : answer.path("getVariableResult")) {
            if (entry.path("variable").path("name").asString("").equals("RateUnit")) {
                return Texts.unit(entry.path("attributeValue").asString(""), "A", "W", ways);
            }
        }
        return ways;
    }
}
