package energy.amps.server.http.shape;

import energy.amps.check.SettingsRequest;
import energy.amps.check.SettingsRequest.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The body of a settings write (contract section 7): a sparse map from names to values, at least one. */
final class SettingsBody {

    private SettingsBody() {}

    /** The request; empty, with problems noted, when the shape is broken. */
    static Optional<SettingsRequest> read(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).flatMap(settings -> {
            if (settings.isEmpty()) {
                problems.add("", "at least one setting is required");
                return Optional.empty();
            }
            Map<String, Value> values = new LinkedHashMap<>();
            settings.objects().forEach((name, fields) -> value(fields).ifPresent(value -> values.put(name, value)));
            return Optional.of(new SettingsRequest(values));
        });
    }

    private static Optional<Value> value(Fields fields) {
        Optional<Value> value = fields.isFlag("value") ? flag(fields) : number(fields);
        fields.refuseOthers();
        return value;
    }

    /** Read-only settings are flags with no unit; one that is sent anyway is not what the write fails for. */
    private static Optional<Value> flag(Fields fields) {
        fields.text("unit");
        return fields.flag("value").map(Value.Flag::new);
    }

    private static Optional<Value> number(Fields fields) {
        fields.require("value", "unit");
        var unit = fields.text("unit");
        return fields.number("value").flatMap(number -> unit.map(u -> new Value.Numeric(number, u)));
    }
}
