package energy.amps.server.action;

import energy.amps.fault.FaultCode;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ScheduleId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An action as a document under the contract's names, in the contract's order: what reads and events show alike. */
public final class ActionDocument {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ActionDocument() {}

    /** The whole action; every key is present, null where it does not apply (contract section 5). */
    public static Map<String, @Nullable Object> of(Action action) {
        Map<String, @Nullable Object> document = accepted(action);
        document.remove("links");
        document.put("result", action.result().map(ActionDocument::result).orElse(null));
        document.put("errorCode", action.errorCode().map(FaultCode::name).orElse(null));
        document.put("errorMessage", action.errorMessage().orElse(null));
        document.put("updatedAt", instant(action.updatedAt()));
        document.put("acknowledgedAt", instant(action.acknowledgedAt()));
        document.put("completedAt", instant(action.completedAt()));
        document.put(
                "verification",
                action.verification().map(ActionDocument::verification).orElse(null));
        document.put("scheduleId", action.schedule().map(ScheduleId::value).orElse(null));
        document.put("links", links(action));
        return document;
    }

    /** What a push answers: the action without what only time will tell. */
    public static Map<String, @Nullable Object> accepted(Action action) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", action.id().value());
        document.put("deviceId", action.deviceId().value());
        document.put("deviceType", action.family().wire());
        document.put("command", action.command().wire());
        document.put(
                "parameters",
                action.parameters().map(ActionJson::parametersDocument).orElse(null));
        document.put("state", action.state().wire());
        document.put("createdAt", instant(action.createdAt()));
        document.put("start", instant(action.start()));
        document.put("end", instant(action.end()));
        document.put("links", links(action));
        return document;
    }

    /** The body of the event that someone else has replaced what stood on a device. */
    static Map<String, @Nullable Object> overridden(Replaced found, DeviceRow device, String type, long sequence) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("deviceId", device.key().device().value());
        document.put("deviceType", device.facts().family().wire());
        document.put("userId", device.facts().user().value());
        document.put("timestamp", instant(found.at()));
        document.put("type", type);
        document.put("sequence", sequence);
        document.put("actionId", found.action().value());
        document.put("command", found.instruction().command().wire());
        document.put(
                "evidence", found.evidence().stream().map(ActionDocument::item).toList());
        return document;
    }

    private static Map<String, Object> result(Action.Result result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("success", result.success());
        document.put("message", result.message());
        return document;
    }

    private static Map<String, @Nullable Object> verification(Verification verification) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("state", verification.state().wire());
        document.put("checkedAt", instant(verification.checkedAt()));
        document.put(
                "evidence",
                verification.evidence().stream().map(ActionDocument::item).toList());
        return document;
    }

    private static Map<String, Object> item(Verification.Item item) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("field", item.field());
        document.put("expected", item.expected());
        document.put("observed", item.observed());
        document.put("observedAt", instant(item.observedAt()));
        return document;
    }

    private static Map<String, Object> links(Action action) {
        return Map.of("self", "/actions/" + action.id());
    }

    private static String instant(Instant instant) {
        return MILLIS.format(instant);
    }

    private static @Nullable String instant(Optional<Instant> instant) {
        return instant.map(MILLIS::format).orElse(null);
    }
}
