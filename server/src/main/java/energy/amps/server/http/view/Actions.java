package energy.amps.server.http.view;

import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.server.action.Action;
import energy.amps.server.action.Action.Result;
import energy.amps.server.action.Verification;
import energy.amps.server.device.LastAction;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.Slice;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Actions (contract section 5): as a push is answered, as they are read, and in lists. */
public final class Actions {

    private Actions() {}

    /** The answer to an accepted push. */
    public static Content accepted(Action action) {
        return out -> {
            out.writeStartObject();
            pushed(action, out);
            Values.link(out, self(action.id()));
            out.writeEndObject();
        };
    }

    /** The whole action: every key is there, null where it does not apply. */
    public static Content whole(Action action) {
        return out -> {
            out.writeStartObject();
            pushed(action, out);
            result(action.result(), out);
            Values.text(out, "errorCode", action.errorCode().map(Enum::name));
            Values.text(out, "errorMessage", action.errorMessage());
            Values.instant(out, "updatedAt", Optional.of(action.updatedAt()));
            Values.instant(out, "acknowledgedAt", action.acknowledgedAt());
            Values.instant(out, "completedAt", action.completedAt());
            verification(action.verification(), out);
            Values.text(out, "scheduleId", action.schedule().map(ScheduleId::value));
            Values.link(out, self(action.id()));
            out.writeEndObject();
        };
    }

    /** A page of whole actions. */
    public static Content list(Slice<Action> slice) {
        return Lists.of(slice, Actions::whole);
    }

    /** The {@code lastAction} of a device. */
    static void last(LastAction action, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("id", action.id().value());
        out.writeStringProperty("command", action.command().wire());
        out.writeStringProperty("state", action.state().wire());
        Values.instant(out, "createdAt", Optional.of(action.createdAt()));
        Values.instant(out, "updatedAt", Optional.of(action.updatedAt()));
        Values.text(out, "errorCode", action.errorCode().map(Enum::name));
        Values.text(out, "errorMessage", action.errorMessage());
        Values.link(out, self(action.id()));
        out.writeEndObject();
    }

    private static void pushed(Action action, JsonGenerator out) {
        out.writeStringProperty("id", action.id().value());
        out.writeStringProperty("deviceId", action.deviceId().value());
        out.writeStringProperty("deviceType", action.family().wire());
        out.writeStringProperty("command", action.command().wire());
        out.writeName("parameters");
        action.parameters().ifPresentOrElse(parameters -> parameters(parameters).write(out), out::writeNull);
        out.writeStringProperty("state", action.state().wire());
        Values.instant(out, "createdAt", Optional.of(action.createdAt()));
        Values.instant(out, "start", action.start());
        Values.instant(out, "end", action.end());
    }

    /** Parameters by their names. */
    static Content parameters(Map<Parameter, Quantity> parameters) {
        return out -> {
            out.writeStartObject();
            parameters.forEach((parameter, quantity) -> {
                out.writeName(parameter.wire());
                out.writeStartObject();
                out.writeNumberProperty("value", quantity.value());
                out.writeStringProperty("unit", quantity.unit().wire());
                out.writeEndObject();
            });
            out.writeEndObject();
        };
    }

    private static void result(Optional<Result> result, JsonGenerator out) {
        out.writeName("result");
        if (result.isEmpty()) {
            out.writeNull();
            return;
        }
        out.writeStartObject();
        out.writeBooleanProperty("success", result.get().success());
        out.writeStringProperty("message", result.get().message());
        out.writeEndObject();
    }

    private static void verification(Optional<Verification> verification, JsonGenerator out) {
        out.writeName("verification");
        if (verification.isEmpty()) {
            out.writeNull();
            return;
        }
        out.writeStartObject();
        out.writeStringProperty("state", verification.get().state().wire());
        Values.instant(out, "checkedAt", verification.get().checkedAt());
        out.writeName("evidence");
        out.writeStartArray();
        for (Verification.Item item : verification.get().evidence()) {
            out.writeStartObject();
            out.writeStringProperty("field", item.field());
            out.writeStringProperty("expected", item.expected());
            out.writeStringProperty("observed", item.observed());
            Values.instant(out, "observedAt", Optional.of(item.observedAt()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static String self(ActionId id) {
        return "/actions/" + id.value();
    }
}
