package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.check.CheckedPush;
import energy.amps.check.TimeRules;
import energy.amps.check.Timing;
import energy.amps.command.ConflictStrategy;
import energy.amps.connector.Connector;
import energy.amps.connector.SandboxControls;
import energy.amps.device.Capabilities;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.ActionState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A push meets its device: contract section 6, decided on the docket, under the device's lock. Pure. */
final class Acceptance {
    private final Connector connector;
    private final Capabilities capabilities;
    private final Instant now;

    Acceptance(Connector connector, Capabilities capabilities, Instant now) {
        this.connector = connector;
        this.capabilities = capabilities;
        this.now = now;
    }

    /**
     * An accepted push.
     *
     * @param step the docket with its action, and what to do once that is committed
     * @param action the action
     */
    record Accepted(Stepped step, LiveAction action) {}

    /** Decides on a push; {@code header} is the action's, should it be accepted. */
    Checked<Accepted> decide(Docket docket, CheckedPush push, SandboxControls controls, Header header) {
        List<LiveAction> conflicts = docket.conflicts(now);
        if (conflicts.isEmpty()) {
            return new Checked.Passed<>(take(docket, push, push.timing(), controls, header));
        }
        return switch (push.strategy().orElse(null)) {
            case null -> noStrategy(conflicts, push);
            case CANCEL_AND_REPLACE ->
                inProgress(conflicts).isEmpty()
                        ? new Checked.Passed<>(
                                take(cancelled(docket, conflicts, header), push, push.timing(), controls, header))
                        : conflict(
                                "already_in_progress",
                                "An action is in progress on this device and cannot be cancelled any more.",
                                inProgress(conflicts));
            case QUEUE_AFTER ->
                queued(conflicts, push)
                        .then(timing -> new Checked.Passed<>(take(docket, push, timing, controls, header)));
        };
    }

    private Accepted take(Docket docket, CheckedPush push, Timing timing, SandboxControls controls, Header header) {
        boolean mayClear = push.strategy().equals(Optional.of(ConflictStrategy.CANCEL_AND_REPLACE));
        Order order =
                new Order(push.command(), push.parameters(), timing.startsAt(), timing.endsAt(), mayClear, controls);
        LiveAction fresh = LiveAction.fresh(header, order);
        Stepped step = timing.startsAt()
                .map(start -> new Stepped(docket.plus(fresh.wakeAt(start)), List.of()))
                .orElseGet(() -> immediately(docket.plus(fresh), fresh));
        return new Accepted(step, step.docket().find(header.id()).orElseThrow());
    }

    /** Takes the device at once; while another call to it is still out, only the sending waits. */
    private Stepped immediately(Docket docket, LiveAction fresh) {
        if (!docket.isCalling()) {
            return Turn.dispatch(docket, fresh, connector, now);
        }
        Docket taken = Takeover.by(fresh, docket, connector, now);
        LiveAction ready = taken.find(fresh.id())
                .orElseThrow()
                .acknowledged(Stage.READY, now)
                .wakeAt(now.plus(EngineRules.LANE_WAIT));
        return new Stepped(taken.with(ready), List.of());
    }

    private Docket cancelled(Docket docket, List<LiveAction> conflicts, Header by) {
        Docket after = docket;
        for (LiveAction conflict : conflicts) {
            after = after.with(conflict.cancelled("Replaced by " + by.id() + ".", now));
        }
        return after;
    }

    private Checked<Timing> queued(List<LiveAction> conflicts, CheckedPush push) {
        List<LiveAction> endless =
                conflicts.stream().filter(a -> a.order().end().isEmpty()).toList();
        if (!endless.isEmpty()) {
            return conflict("conflict_has_no_end", "An action on this device has no end to queue after.", endless);
        }
        if (conflicts.size() >= EngineRules.QUEUE_LIMIT) {
            return conflict(
                    "queue_full", "At most " + EngineRules.QUEUE_LIMIT + " actions queue on one device.", conflicts);
        }
        Instant lastEnd = conflicts.stream()
                .flatMap(a -> a.order().end().stream())
                .max(Instant::compareTo)
                .orElseThrow();
        Instant start =
                push.timing().startsAt().filter(own -> own.isAfter(lastEnd)).orElse(lastEnd);
        Timing moved = push.timing().endsAt().isPresent()
                ? new Timing.Windowed(start, push.timing().endsAt().get())
                : new Timing.Scheduled(start);
        return TimeRules.limits(moved, now);
    }

    private <T> Checked<T> noStrategy(List<LiveAction> conflicts, CheckedPush push) {
        Map<String, Object> details = details("no_strategy_supplied", conflicts);
        details.put(
                "strategies",
                capabilities.conflictStrategies().stream()
                        .filter(strategy -> wouldPass(strategy, conflicts, push))
                        .map(ConflictStrategy::wire)
                        .toList());
        return new Checked.Refused<>(new Refusal(
                ErrorCode.CONFLICT,
                "Another action is unfinished on this device; 'onConflict' says what to do about it.",
                details));
    }

    private boolean wouldPass(ConflictStrategy strategy, List<LiveAction> conflicts, CheckedPush push) {
        return switch (strategy) {
            case CANCEL_AND_REPLACE -> inProgress(conflicts).isEmpty();
            case QUEUE_AFTER -> queued(conflicts, push) instanceof Checked.Passed;
        };
    }

    private static List<LiveAction> inProgress(List<LiveAction> conflicts) {
        return conflicts.stream()
                .filter(a -> a.state() == ActionState.ACKNOWLEDGED)
                .toList();
    }

    private static <T> Checked<T> conflict(String reason, String message, List<LiveAction> actions) {
        return new Checked.Refused<>(new Refusal(ErrorCode.CONFLICT, message, details(reason, actions)));
    }

    private static Map<String, Object> details(String reason, List<LiveAction> actions) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("reason", reason);
        details.put(
                "conflictingActionIds",
                actions.stream().map(a -> a.id().value()).toList());
        return details;
    }
}
