package energy.amps.server.http.shape;

import energy.amps.check.PushRequest;
import energy.amps.check.RawQuantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The body of a push (contract section 5). */
final class PushBody {

    private PushBody() {}

    /** The request with its sandbox controls; empty, with problems noted, when the shape is broken. */
    static Optional<Push> read(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).flatMap(top -> {
            top.require("action");
            Optional<PushRequest> request =
                    top.object("action").flatMap(action -> request(action, top.text("onConflict")));
            var controls = SandboxBody.read(top.object("sandbox"));
            top.refuseOthers();
            return request.map(r -> new Push(r, controls));
        });
    }

    private static Optional<PushRequest> request(Fields action, Optional<String> onConflict) {
        action.require("command");
        Optional<String> command = action.text("command");
        Optional<String> start = action.text("start");
        Optional<String> end = action.text("end");
        Optional<Map<String, RawQuantity>> parameters =
                action.object("parameters").map(PushBody::quantities);
        action.refuseOthers();
        return command.map(c -> new PushRequest(c, parameters, start, end, onConflict));
    }

    static Map<String, RawQuantity> quantities(Fields parameters) {
        Map<String, RawQuantity> quantities = new LinkedHashMap<>();
        parameters.objects().forEach((name, fields) -> {
            fields.require("value", "unit");
            var value = fields.number("value");
            var unit = fields.text("unit");
            fields.refuseOthers();
            value.ifPresent(v -> unit.ifPresent(u -> quantities.put(name, new RawQuantity(v, u))));
        });
        return quantities;
    }
}
