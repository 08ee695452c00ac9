package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.check.PushCheck;
import energy.amps.connector.Connector;
import energy.amps.connector.SandboxControls;
import energy.amps.device.Capabilities;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.LiveAction.Span;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.tenant.TenantTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A device under its row lock, as a schedule meets it: what it is, and the door through which a slot becomes an action.
 * Belongs to one transaction and one thread.
 */
public final class LockedDevice {
    private final Connector connector;
    private final Capabilities capabilities;
    private final EngineRules rules;
    private final Supplier<ActionId> ids;
    private final Instant now;
    private final List<Effect> effects = new ArrayList<>();
    private Docket docket;

    /** @param ids makes the ids of actions */
    LockedDevice(Docket docket, Connector connector, EngineRules rules, Supplier<ActionId> ids, Instant now) {
        this.docket = docket;
        this.connector = connector;
        this.capabilities = connector.capabilities(docket.device().linked(now));
        this.rules = rules;
        this.ids = ids;
        this.now = now;
    }

    /** The device. */
    public DeviceRow device() {
        return docket.device();
    }

    /** What it declares. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** The tenant's time. */
    public Instant now() {
        return now;
    }

    /** How the tenant's time follows from the platform's. */
    public TenantTime time() {
        return docket.time();
    }

    /** Refuses what is not due while the tenant's clock is being turned. */
    public <T> Checked<T> still(T value) {
        return Pushes.still(docket, value);
    }

    Docket docket() {
        return docket;
    }

    List<Effect> effects() {
        return effects;
    }

    /**
     * Decides on a slot whose instant has come (contract sections 5 and 8): too late, refused by what the device declares now,
     * skipped because of other actions, or an action, which begins at once if it can.
     */
    public SlotFate fire(Fire fire) {
        Optional<SlotFate.Failed> late = late(fire);
        if (late.isPresent()) {
            return late.get();
        }
        return switch (PushCheck.template(fire.template(), device().facts().family(), capabilities)) {
            case Checked.Refused<PushCheck.Template> refused ->
                new SlotFate.Failed(
                        refused.refusal().code().name(), refused.refusal().message());
            case Checked.Passed<PushCheck.Template>(PushCheck.Template template) ->
                inTheWay(fire).orElseGet(() -> begin(fire, template));
        };
    }

    private Optional<SlotFate.Failed> late(Fire fire) {
        boolean missed = fire.end().isPresent()
                ? !fire.end().get().isAfter(now)
                : fire.start().plus(rules.lateLimit()).isBefore(now);
        return missed
                ? Optional.of(new SlotFate.Failed(
                        FaultCode.MISSED_WINDOW.name(),
                        fire.end().isPresent()
                                ? "The window had closed before it could be opened."
                                : "The slot could not fire within " + rules.lateLimit() + " of its instant."))
                : Optional.empty();
    }

    /** A window that is on its way back is in nobody's way, unless the slot is so late that it begins within it. */
    private Optional<SlotFate> inTheWay(Fire fire) {
        List<LiveAction> inProgress = docket.live().stream()
                .filter(a -> a.state() == ActionState.ACKNOWLEDGED && (a.conflictsAt(now) || overlaps(a, fire)))
                .toList();
        List<LiveAction> scheduled = docket.live().stream()
                .filter(a -> a.state() == ActionState.SCHEDULED && overlaps(a, fire))
                .toList();
        if (inProgress.isEmpty() && scheduled.isEmpty()) {
            return Optional.empty();
        }
        List<ActionId> all = new ArrayList<>();
        inProgress.forEach(a -> all.add(a.id()));
        scheduled.forEach(a -> all.add(a.id()));
        return Optional.of(new SlotFate.Skipped(!inProgress.isEmpty(), all));
    }

    /** A bare start is a point in time, at which a window that ends there is over. */
    private static boolean overlaps(LiveAction action, Fire fire) {
        Span its = action.span().orElseGet(() -> new Span(action.beginsAt(), action.beginsAt()));
        Span slots = new Span(fire.start(), fire.end().orElse(fire.start()));
        return its.start().equals(slots.start())
                || (its.start().isBefore(slots.end()) && slots.start().isBefore(its.end()));
    }

    /** While the clock is being turned whoever walks it lets the action begin, at the same instant. */
    private SlotFate begin(Fire fire, PushCheck.Template template) {
        Header header = new Header(
                ids.get(),
                device().key(),
                device().facts().user(),
                fire.key(),
                device().facts().family(),
                now,
                Optional.of(fire.origin()));
        Order order = new Order(
                template.command(),
                template.parameters(),
                Optional.of(fire.start()),
                fire.end(),
                false,
                SandboxControls.NONE);
        LiveAction fresh = LiveAction.fresh(header, order);
        boolean first = docket.wantingToBegin(now).findAny().isEmpty();
        Stepped step = first && !docket.time().turning() && Takeover.isPossible(docket, now)
                ? Turn.dispatch(docket.plus(fresh), fresh, connector, now)
                : new Stepped(docket.plus(fresh.wakeAt(fire.start())), List.of());
        docket = step.docket();
        effects.addAll(step.effects());
        return new SlotFate.Fired(header.id());
    }
}
