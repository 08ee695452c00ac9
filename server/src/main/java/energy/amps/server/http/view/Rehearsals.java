package energy.amps.server.http.view;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.connector.NativeCall;
import energy.amps.server.action.Action;
import energy.amps.server.action.Rehearsal;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What pushes would do (contract section 5, dry run). */
public final class Rehearsals {

    private Rehearsals() {}

    /** The whole of it: every key is there, null where it does not apply. */
    public static Content whole(Rehearsal rehearsal) {
        return out -> {
            Action action = rehearsal.action();
            out.writeStartObject();
            out.writeBooleanProperty("dryRun", true);
            out.writeStringProperty("deviceId", action.deviceId().value());
            out.writeStringProperty("deviceType", action.family().wire());
            instruction(action.command(), action.parameters().map(Actions::parameters), out);
            out.writeStringProperty("state", action.state().wire());
            Values.instant(out, "start", action.start());
            Values.instant(out, "end", action.end());
            calls(rehearsal.calls(), out);
            conflicts(rehearsal.conflicts(), out);
            revert(rehearsal.revert(), out);
            quota(rehearsal.costs(), out);
            out.writeEndObject();
        };
    }

    private static void instruction(Command command, Optional<Content> parameters, JsonGenerator out) {
        out.writeStringProperty("command", command.wire());
        out.writeName("parameters");
        parameters.ifPresentOrElse(content -> content.write(out), out::writeNull);
    }

    /** The {@code nativeCalls} of something. */
    static void calls(List<NativeCall> calls, JsonGenerator out) {
        out.writeName("nativeCalls");
        out.writeStartArray();
        for (NativeCall call : calls) {
            out.writeStartObject();
            out.writeStringProperty("call", call.call());
            out.writeStringProperty("detail", call.detail());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void conflicts(Rehearsal.Conflicts conflicts, JsonGenerator out) {
        out.writeName("conflicts");
        out.writeStartObject();
        Values.text(out, "strategy", conflicts.strategy().map(ConflictStrategy::wire));
        out.writeName("actions");
        out.writeStartArray();
        for (Rehearsal.Met met : conflicts.met()) {
            out.writeStartObject();
            out.writeStringProperty("id", met.action().id().value());
            out.writeStringProperty("command", met.action().command().wire());
            out.writeStringProperty("state", met.action().state().wire());
            Values.instant(out, "start", met.action().start());
            Values.instant(out, "end", met.action().end());
            out.writeBooleanProperty("cancelled", met.cancelled());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void revert(Optional<Rehearsal.Revert> revert, JsonGenerator out) {
        out.writeName("revert");
        if (revert.isEmpty()) {
            out.writeNull();
            return;
        }
        Rehearsal.Revert back = revert.get();
        out.writeStartObject();
        instruction(
                back.instruction().command(),
                back.instruction().parameters().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Actions.parameters(back.instruction().parameters())),
                out);
        out.writeStringProperty("basis", back.basis().wire());
        calls(back.calls(), out);
        out.writeEndObject();
    }

    private static void quota(List<Rehearsal.Cost> costs, JsonGenerator out) {
        out.writeName("quota");
        out.writeStartArray();
        for (Rehearsal.Cost cost : costs) {
            out.writeStartObject();
            out.writeStringProperty("budget", cost.budget().name());
            out.writeNumberProperty("limit", cost.budget().calls());
            out.writeStringProperty("window", cost.budget().window().toString());
            out.writeNumberProperty("apply", cost.apply());
            out.writeNumberProperty("verify", cost.verify());
            out.writeNumberProperty("revert", cost.revert());
            out.writeNumberProperty("total", cost.apply() + cost.verify() + cost.revert());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
