package energy.amps.server.simulation;

import energy.amps.command.Instruction;
import energy.amps.device.DeviceId;
import energy.amps.server.action.EngineSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Judges the end, when nothing is left to do: each action's outcome against what the vendor truly did. */
final class Verdicts {
    private final World world;
    private final SimulatedVendor vendor;
    private final Auditor auditor;
    private final Calls calls;

    Verdicts(World world, SimulatedVendor vendor, Calls calls) {
        this.world = world;
        this.vendor = vendor;
        this.auditor = vendor.auditor();
        this.calls = calls;
    }

    void pass(Tables tables) {
        Map<String, Seen> actions = auditor.actions();
        calls.accepted().forEach(id -> Red.unless(actions.containsKey(id), "%s was accepted and is lost", id));
        actions.values().forEach(this::one);
        none(tables, "due rows left", "select ref from due");
        none(tables, "event sequences with gaps", """
                select device_id from event group by customer_id, device_id
                having min(sequence) <> 1 or max(sequence) <> count(*)
                """);
        none(tables, "devices whose sequence is not that of their last event", """
                select d.id from device d where d.sequence <>
                  (select coalesce(max(e.sequence), 0) from event e
                   where e.customer_id = d.customer_id and e.device_id = d.id)
                """);
        none(tables, "actions without exactly the events they should have", """
                select a.id, a.state from action a where
                  (select coalesce(string_agg(e.type, ' ' order by e.type), '') from event e
                   where e.customer_id = a.customer_id and e.data ->> 'actionId' = a.id)
                  <> concat_ws(' ',
                    case a.state when 'completed' then 'push.completed' end,
                    case a.verification ->> 'state' when 'contradicted' then 'push.contradicted' end,
                    case a.state when 'failed' then 'push.failed' end,
                    case a.verification ->> 'state' when 'confirmed' then 'push.verified' end)
                """);
    }

    private static void none(Tables tables, String what, String query) {
        List<String> found = tables.texts(query);
        Red.unless(found.isEmpty(), "%s: %s", what, found);
    }

    private void one(Seen action) {
        Instruction instruction = action.order().instruction();
        DeviceId device = calls.pushedTo(instruction).orElse(null);
        Red.unless(action.device().equals(device), "%s was pushed to %s", action, device);
        Red.unless(action.isTerminal(), "%s never ended", action);
        if (auditor.isExcused(action.device())) {
            return;
        }
        boolean applied = vendor.of(action.device()).everStoodUnder(instruction, world.now());
        int sent = auditor.openings(instruction).size();
        switch (action.place().state()) {
            case "cancelled" -> Red.unless(sent == 0, "%s is cancelled, and was sent", action);
            case "completed" ->
                Red.unless(
                        applied || auditor.isAccepted(instruction),
                        "%s is completed, and never held nor was taken",
                        action);
            case "failed" -> failed(action, applied, sent);
            default -> throw new Red("no such end: " + action);
        }
    }

    private void failed(Seen action, boolean applied, int sent) {
        Instruction instruction = action.order().instruction();
        Instant ended = action.report().completedAt().orElseThrow();
        switch (action.error()) {
            case "DEVICE_OFFLINE" ->
                Red.unless(auditor.isRejected(instruction) && !applied, "%s failed as refused, and was not", action);
            case "MISSED_WINDOW" -> {
                Instant latest =
                        action.order().end().orElse(action.order().beginsAt().plus(SimulatedNode.LATE_LIMIT));
                Red.unless(!ended.isBefore(latest), "%s missed its time before it had passed", action);
                Red.unless(!applied, "%s is said not to have reached the device, and held there", action);
            }
            case "OUTCOME_UNKNOWN" -> {
                Red.unless(action.sending().attempt() > 0, "%s was never to be sent, and is unknown", action);
                Red.unless(
                        action.order().isWindow()
                                || action.sending().returningSince().isPresent()
                                || !ended.isBefore(
                                        action.sending().at().orElseThrow().plus(EngineSteps.SETTLE_LIMIT)),
                        "%s was given up too early",
                        action);
            }
            case "REVERT_FAILED" ->
                Red.unless(
                        Duration.between(action.sending().returningSince().orElseThrow(), ended)
                                        .compareTo(EngineSteps.RETURN_LIMIT)
                                >= 0,
                        "the return of %s was given up too early",
                        action);
            default ->
                Red.unless(
                        !applied && (sent > 0 || action.sending().attempt() > 0),
                        "%s is said not to hold, and did",
                        action);
        }
    }
}
