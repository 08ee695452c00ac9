package energy.amps.connector.ocpp;

import energy.amps.connector.NativeCall;
import energy.amps.connector.ocpp.Dialect.Request;
import java.util.ArrayList;
import java.util.List;

/** A charge point that takes everything, and is never called: what would be sent to it is noted. Belongs to one call. */
final class Plan {
    private final Dialect dialect;
    private final List<NativeCall> calls = new ArrayList<>();

    Plan(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    Dialogue.Answer call(Request request) {
        calls.add(new NativeCall(request.action(), Json.MAPPER.writeValueAsString(request.payload())));
        return new Dialogue.Answer.Given(Json.object("status", "Accepted"));
    }

    List<NativeCall> calls() {
        return List.copyOf(calls);
    }
}
