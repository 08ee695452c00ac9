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
import tools.jackson.databind.node.ObjectNode;

/** OCPP 1.6J, edition 2: what a <i>charge point</i> says and is told. */
final class ChargePointDialect implements Dialect {
    /** The outlet that is the device. */
    private static final int OCPP_CONNECTOR_ID = 1;

    private static final String RATE_UNITS = "ChargingScheduleAllowedChargingRateUnit";

    @Override
    public OcppVersion version() {
        return OcppVersion.V1_6;
    }

    @Override
    public Heard hear(String action, JsonNode payload, Instant now) {
        return switch (action) {
            case Actions.BOOT_NOTIFICATION ->
                new Heard.Introduced(Texts.model(payload.path("chargePointVendor"), payload.path("chargePointModel")));
            case Actions.HEARTBEAT -> new Heard.Answered(Json.object("currentTime", Times.write(now)));
            case Actions.AUTHORIZE -> new Heard.Answered(accepted());
            case Actions.DATA_TRANSFER -> new Heard.Answered(Json.object("status", "UnknownVendorId"));
            case Actions.DIAGNOSTICS_STATUS_NOTIFICATION, Actions.FIRMWARE_STATUS_NOTIFICATION ->
                new Heard.Answered(Json.object());
            case Actions.STATUS_NOTIFICATION ->
                isOurs(payload)
                        ? new Heard.Noted(memory -> new Note(status(memory, payload), Json.object()))
                        : new Heard.Answered(Json.object());
            case Actions.METER_VALUES ->
                isOurs(payload)
                        ? new Heard.Noted(memory ->
                                new Note(Samples.of(payload.path("meterValue")).noted(memory, now), Json.object()))
                        : new Heard.Answered(Json.object());
            case Actions.START_TRANSACTION -> new Heard.Noted(memory -> started(memory, payload, now));
            case Actions.STOP_TRANSACTION ->
                new Heard.Noted(memory -> new Note(stopped(memory, payload, now), Json.object()));
            default -> new Heard.NotSpoken();
        };
    }

    private static boolean isOurs(JsonNode payload) {
        return payload.path("connectorId").asInt(0) == OCPP_CONNECTOR_ID;
    }

    private static ObjectNode accepted() {
        ObjectNode answer = Json.object();
        answer.putObject("idTagInfo").put("status", "Accepted");
        return answer;
    }

    private static Memory status(Memory memory, JsonNode payload) {
        String word = payload.path("status").asString("");
        EvChargerStatus status =
                switch (word) {
                    case "Available" -> EvChargerStatus.AVAILABLE;
                    case "Preparing" -> EvChargerStatus.CONNECTED;
                    case "Charging" -> EvChargerStatus.CHARGING;
                    case "SuspendedEV", "SuspendedEVSE" -> EvChargerStatus.PAUSED;
                    case "Finishing" -> EvChargerStatus.FINISHED;
                    case "Faulted" -> EvChargerStatus.FAULTED;
                    default -> EvChargerStatus.UNAVAILABLE;
                };
        Memory next = memory.with(new Outlet(Optional.of(status), word.equals("SuspendedEVSE")));
        // Without a vehicle there is no transaction: the message that ended it was lost.
        return status == EvChargerStatus.AVAILABLE ? next.with(Optional.<Transaction>empty()) : next;
    }

    /** A charge point that got no answer starts again, with the same words; it is the same transaction. */
    private static Note started(Memory memory, JsonNode payload, Instant now) {
        String start = payload.path("connectorId").asInt(0) + "|"
                + payload.path("timestamp").asString("") + "|"
                + payload.path("meterStart").asInt(0) + "|"
                + payload.path("idTag").asString("");
        boolean again = memory.lastStart().filter(start::equals).isPresent();
        Memory numbered = again ? memory : memory.numbering(start);
        ObjectNode answer = accepted().put("transactionId", numbered.numbered());
        if (again || !isOurs(payload)) {
            return new Note(numbered, answer);
        }
        double energy = payload.path("meterStart").asDouble(0) / 1000;
        Transaction begun = new Transaction(
                Integer.toString(numbered.numbered()),
                Texts.plausible(payload.path("timestamp"), now),
                Optional.of(energy),
                Optional.empty(),
                false);
        Meter meter = new Meter(numbered.meter().kilowatts(), Optional.of(energy), Optional.of(now));
        return new Note(numbered.with(Optional.of(begun)).with(meter), answer);
    }

    private static Memory stopped(Memory memory, JsonNode payload, Instant now) {
        String id = Integer.toString(payload.path("transactionId").asInt(-1));
        if (memory.transaction().filter(t -> t.id().equals(id)).isEmpty()) {
            return memory;
        }
        double energy = payload.path("meterStop").asDouble(0) / 1000;
        return memory.with(new Meter(Optional.of(0.0), Optional.of(energy), Optional.of(now)))
                .with(Optional.<Transaction>empty());
    }

    @Override
    public ObjectNode welcome(boolean taken, Instant now) {
        return Json.object("status", taken ? "Accepted" : "Rejected")
                .put("currentTime", Times.write(now))
                .put("interval", HEARTBEAT_SECONDS);
    }

    @Override
    public Request limitDefault(double kilowatts, Ways ways) {
        ObjectNode payload = Json.object().put("connectorId", OCPP_CONNECTOR_ID);
        payload.set(
                "csChargingProfiles",
                profile(DEFAULT_PROFILE, "TxDefaultProfile", kilowatts, Limits.MOST_PHASES, ways));
        return new Request(Actions.SET_CHARGING_PROFILE, payload);
    }

    @Override
    public Request clearDefault() {
        return new Request(Actions.CLEAR_CHARGING_PROFILE, Json.object().put("id", DEFAULT_PROFILE));
    }

    @Override
    public Request limit(Transaction transaction, double kilowatts, Ways ways) {
        ObjectNode payload = Json.object().put("connectorId", OCPP_CONNECTOR_ID);
        ObjectNode profile = profile(
                TRANSACTION_PROFILE,
                "TxProfile",
                kilowatts,
                transaction.phases().orElse(Limits.MOST_PHASES),
                ways);
        payload.set("csChargingProfiles", profile.put("transactionId", Integer.parseInt(transaction.id())));
        return new Request(Actions.SET_CHARGING_PROFILE, payload);
    }

    @Override
    public Request clear(Transaction transaction) {
        return new Request(Actions.CLEAR_CHARGING_PROFILE, Json.object().put("id", TRANSACTION_PROFILE));
    }

    /** On the lowest stack level, relative to the transaction's start: what every model takes that takes profiles at all. */
    private static ObjectNode profile(int id, String purpose, double kilowatts, int phases, Ways ways) {
        ObjectNode profile = Json.object()
                .put("chargingProfileId", id)
                .put("stackLevel", 0)
                .put("chargingProfilePurpose", purpose)
                .put("chargingProfileKind", "Relative");
        profile.putObject("chargingSchedule")
                .put("chargingRateUnit", Limits.unit(ways))
                .putArray("chargingSchedulePeriod")
                .addObject()
                .put("startPeriod", 0)
                .put("limit", Limits.figure(kilowatts, phases, ways));
        return profile;
    }

    @Override
    public Request start(Optional<Double> kilowatts, Memory memory) {
        ObjectNode payload = Json.object("idTag", OUR_TAG).put("connectorId", OCPP_CONNECTOR_ID);
        kilowatts.ifPresent(limit -> payload.set(
                "chargingProfile",
                profile(TRANSACTION_PROFILE, "TxProfile", limit, Limits.MOST_PHASES, memory.ways())));
        return new Request(Actions.REMOTE_START_TRANSACTION, payload);
    }

    @Override
    public Request stop(Transaction transaction) {
        return new Request(
                Actions.REMOTE_STOP_TRANSACTION,
                Json.object().put("transactionId", Integer.parseInt(transaction.id())));
    }

    @Override
    public List<Request> greetings() {
        ObjectNode keys = Json.object();
        keys.putArray("key").add(RATE_UNITS);
        return List.of(
                new Request(Actions.GET_CONFIGURATION, keys),
                configuration("MeterValueSampleInterval", Integer.toString(SAMPLE_SECONDS)),
                // A model that does not measure current refuses the second, and keeps to the first.
                configuration("MeterValuesSampledData", "Energy.Active.Import.Register,Power.Active.Import"),
                configuration(
                        "MeterValuesSampledData", "Energy.Active.Import.Register,Power.Active.Import,Current.Import"),
                new Request(
                        Actions.TRIGGER_MESSAGE,
                        Json.object("requestedMessage", Actions.STATUS_NOTIFICATION)
                                .put("connectorId", OCPP_CONNECTOR_ID)));
    }

    private static Request configuration(String key, String value) {
        return new Request(Actions.CHANGE_CONFIGURATION, Json.object("key", key).put("value", value));
    }

    @Override
    public Ways learn(String action, JsonNode answer, Ways ways) {
        if (!action.equals(Actions.GET_CONFIGURATION)) {
            return ways;
        }
        for (JsonNode entry : answer.path("configurationKey")) {
            if (entry.path("key").asString("").equalsIgnoreCase(RATE_UNITS)) {
                return Texts.unit(entry.path("value").asString(""), "Current", "Power", ways);
            }
        }
        return ways;
    }
}
