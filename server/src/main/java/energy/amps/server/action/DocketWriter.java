package energy.amps.server.action;

import energy.amps.server.agenda.Due;
import energy.amps.server.agenda.DueKey;
import energy.amps.server.agenda.Lease;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.device.Readings;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.TenantTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the difference between dockets, whole and in one round trip: actions, their due rows, the device, what its
 * connector remembers, and the events that the transitions make. Refuses a transition that {@link Stage} does not know.
 */
final class DocketWriter {
    /** The kind of an action's due row. */
    static final String KIND = "action";

    private static final String OVERRIDDEN = "device.overridden";

    private final String node;
    private final Duration horizon;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * @param node this node's id
     * @param horizon how far ahead this node keeps what it writes
     * @param clock the platform's time
     */
    DocketWriter(String node, Duration horizon, InstantSource clock, Ids ids) {
        this.node = node;
        this.horizon = horizon;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * A docket before and after a step.
     *
     * @param before as it was read
     * @param after as it shall be
     */
    record Change(Docket before, Docket after) {
        /** Whether something is to be sent to the device by it, or was: what was read of the device before is no longer fresh. */
        boolean isOfAWrite() {
            return after.live().stream().anyMatch(action -> before.find(action.id())
                    .map(was -> isOfAWrite(was.stage(), action.stage()))
                    .orElse(!action.stage().isUnsent()));
        }

        /** What stood and was looked after no more was not written to: a reading has verified it, or its time is over. */
        private static boolean isOfAWrite(Stage was, Stage is) {
            return was != is && !(was.isUnsent() && is.isUnsent()) && !(was == Stage.STANDING && is == Stage.DONE);
        }
    }

    /**
     * What was written.
     *
     * @param dockets the dockets, their actions with the due rows they now have
     * @param leases the due rows that this node now holds until their instant
     * @param ended the actions that became terminal
     * @param eventful the tenants for whom an event was made
     */
    record Written(Map<DeviceKey, Docket> dockets, List<Lease> leases, List<LiveAction> ended, Set<Tenant> eventful) {

        /** What makes no events, or is told of elsewhere. */
        Written(Map<DeviceKey, Docket> dockets, List<Lease> leases, List<LiveAction> ended) {
            this(dockets, leases, ended, Set.of());
        }
    }

    /** Writes the changes in the caller's transaction; the devices are locked. */
    Written write(Tx tx, Collection<Change> changes) {
        Sheets sheets = new Sheets();
        Map<DeviceKey, Docket> dockets = new LinkedHashMap<>();
        List<Lease> leases = new ArrayList<>();
        List<LiveAction> ended = new ArrayList<>();
        List<DeviceKey> written = new ArrayList<>();
        for (Change change : changes) {
            Docket docket = collect(change, sheets, leases, ended);
            dockets.put(docket.device().key(), docket);
            if (change.isOfAWrite()) {
                written.add(docket.device().key());
            }
        }
        sheets.send(tx);
        Readings.end(tx, written, clock.instant());
        Set<Tenant> eventful = new LinkedHashSet<>();
        changes.stream()
                .map(Change::before)
                .filter(before -> isEventful(before, dockets))
                .forEach(before -> eventful.add(before.device().key().tenant()));
        return new Written(dockets, leases, ended, eventful);
    }

    /** An event takes a number of its device. */
    private static boolean isEventful(Docket before, Map<DeviceKey, Docket> written) {
        Docket after = written.get(before.device().key());
        return after != null && after.device().sequence() != before.device().sequence();
    }

    private Docket collect(Change change, Sheets sheets, List<Lease> leases, List<LiveAction> ended) {
        Docket after = change.after();
        int events = 0;
        List<LiveAction> written = new ArrayList<>();
        for (LiveAction action : after.live()) {
            Optional<LiveAction> before = change.before().find(action.id());
            if (before.isPresent() && before.get().equals(action)) {
                written.add(action);
                continue;
            }
            before.ifPresent(was -> checkTransition(was, action));
            if (action.state().isTerminal()
                    && before.filter(was -> was.state() == action.state()).isEmpty()) {
                ended.add(action);
            }
            for (String event : eventsOf(before, action)) {
                events++;
                long sequence = change.before().device().sequence() + events;
                sheets.event(eventRow(ids.next("evt_"), event, action, sequence));
            }
            sheets.action(before, action);
            written.add(withDue(before, action, after.time(), sheets, leases));
        }
        if (after.replaced().isPresent()) {
            events++;
            long sequence = change.before().device().sequence() + events;
            sheets.event(overridden(after.replaced().get(), after.device(), sequence));
        }
        after.notes().forEach(note -> sheets.call(callRow(after.device().key(), note)));
        DeviceRow device = after.device().afterEvents(events);
        sheets.device(change.before().device(), device);
        return new Docket(device.withoutClosed(), written, after.time());
    }

    static void checkTransition(LiveAction was, LiveAction is) {
        boolean stateFits = was.state() == is.state() || Stage.next(was.state()).contains(is.state());
        boolean stageFits = was.stage() == is.stage() || was.stage().next().contains(is.stage());
        if (!stateFits || !stageFits) {
            throw new IllegalStateException(
                    "illegal transition of " + was.id() + ": " + was.place() + " -> " + is.place());
        }
    }

    /** The events that a step of an action makes, in their order. */
    static List<String> eventsOf(Optional<LiveAction> before, LiveAction after) {
        return Stream.of(
                        eventOf(before.map(LiveAction::state), after.state()),
                        verified(
                                before.flatMap(was -> was.work().verification()),
                                after.work().verification()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> verified(Optional<Verification> before, Optional<Verification> after) {
        return before.equals(after)
                ? Optional.empty()
                : after.flatMap(is -> switch (is.state()) {
                    case CONFIRMED -> Optional.of("push.verified");
                    case CONTRADICTED -> Optional.of("push.contradicted");
                    case PENDING, UNVERIFIABLE -> Optional.empty();
                });
    }

    private static Optional<String> eventOf(Optional<ActionState> before, ActionState after) {
        if (before.filter(after::equals).isPresent()) {
            return Optional.empty();
        }
        return switch (after) {
            case COMPLETED -> Optional.of("push.completed");
            case FAILED -> Optional.of("push.failed");
            // A cancellation is the integrator's own doing and makes no webhook (contract section 5).
            case SCHEDULED, ACKNOWLEDGED, CANCELLED -> Optional.empty();
        };
    }

    private LiveAction withDue(
            Optional<LiveAction> before, LiveAction action, TenantTime time, Sheets sheets, List<Lease> leases) {
        if (action.timer().isEmpty()) {
            if (before.flatMap(LiveAction::timer).isPresent()) {
                sheets.dueGone(action);
            }
            return action;
        }
        LiveAction.Timer timer = action.timer().get();
        if (timer.moveTo().isEmpty()) {
            before.filter(was -> !was.standsLike(action))
                    .ifPresent(was -> sheets.dueStays(action, time, timer.due().orElseThrow()));
            return action;
        }
        Instant at = timer.moveTo().get();
        Optional<Instant> soon = time.platformAt(at)
                .filter(there -> !there.isAfter(clock.instant().plus(horizon)));
        Due due = moved(timer, soon.isPresent(), node);
        Sheets.When when = when(time, timer.hold(), due);
        if (timer.due().isEmpty()) {
            sheets.dueNew(action, when);
        } else {
            move(before, action, time, when, sheets);
        }
        if (!timer.hold()) {
            soon.ifPresent(there -> leases.add(new Lease(key(action), due.token(), there)));
        }
        return action.with(LiveAction.Timer.standing(due));
    }

    /** A due row that moves; who gives the device away does so before somebody else takes it. */
    private static void move(
            Optional<LiveAction> before, LiveAction action, TenantTime time, Sheets.When when, Sheets sheets) {
        if (before.filter(LiveAction::holds).isPresent() && !action.holds()) {
            sheets.dueStays(action, time, when.due());
        }
        sheets.dueMoved(action, when);
    }

    /** The due row of an action after any number of steps: {@code before} them as it was read, after them as it stands. */
    void net(Optional<LiveAction> before, LiveAction action, TenantTime time, Sheets sheets) {
        Optional<Due> was = before.flatMap(LiveAction::timer).flatMap(LiveAction.Timer::due);
        Optional<Due> is = action.timer().flatMap(LiveAction.Timer::due);
        if (is.isEmpty()) {
            was.ifPresent(gone -> sheets.dueGone(action));
            return;
        }
        Sheets.When when = when(time, action.stage().isCalling(), is.get());
        if (was.isEmpty()) {
            sheets.dueNew(action, when);
        } else if (!was.equals(is)) {
            move(before, action, time, when, sheets);
        } else if (before.filter(action::standsLike).isEmpty()) {
            sheets.dueStays(action, time, is.get());
        }
    }

    /** The action with its due row as it would be written now. */
    LiveAction standing(LiveAction action) {
        return action.timer()
                .filter(timer -> timer.moveTo().isPresent())
                .map(timer -> action.with(LiveAction.Timer.standing(moved(timer, false, node))))
                .orElse(action);
    }

    /** A call that is out is a matter of real time, even where the tenant's stands still: should its node die, it is due. */
    private Sheets.When when(TenantTime time, boolean hold, Due due) {
        Optional<Instant> platform = time.platformAt(due.at());
        return new Sheets.When(due, time.isTurned(), hold ? platform.or(() -> Optional.of(clock.instant())) : platform);
    }

    /** A due row as its timer moves it: kept by {@code node} when it has a call out, or when the instant is soon. */
    static Due moved(LiveAction.Timer timer, boolean soon, String node) {
        Instant at = timer.moveTo().orElseThrow();
        Due standing = timer.due().orElse(new Due(at, Optional.empty(), 0));
        if (timer.hold()) {
            return standing.keptBy(node, at);
        }
        return soon ? standing.heldBy(node, at) : standing.free(at);
    }

    static DueKey key(LiveAction action) {
        return new DueKey(KIND, action.header().device(), action.id().value());
    }

    static Sheets.EventRow eventRow(String id, String type, LiveAction action, long sequence) {
        Action view = action.view();
        Map<String, @Nullable Object> data = ActionDocument.of(view);
        data.put("actionId", view.id().value());
        data.put("userId", action.header().user().value());
        data.put("type", type);
        data.put("timestamp", data.get("updatedAt"));
        data.put("sequence", sequence);
        return new Sheets.EventRow(
                id,
                type,
                sequence,
                action.header().device(),
                action.header().user(),
                view.updatedAt(),
                ActionJson.text(data));
    }

    private Sheets.EventRow overridden(Replaced found, DeviceRow device, long sequence) {
        return new Sheets.EventRow(
                ids.next("evt_"),
                OVERRIDDEN,
                sequence,
                device.key(),
                device.facts().user(),
                found.at(),
                ActionJson.text(ActionDocument.overridden(found, device, OVERRIDDEN, sequence)));
    }

    /** A call as it is written. */
    Sheets.CallRow callRow(DeviceKey device, CallNote note) {
        return new Sheets.CallRow(ids.next("call_"), device, note, clock.instant());
    }

    /** The action as it was written. */
    static LiveAction written(Written written, DeviceKey device, ActionId action) {
        return Objects.requireNonNull(written.dockets().get(device))
                .find(action)
                .orElseThrow();
    }
}
