package energy.amps.server.action;

import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.agenda.Due;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.OrderedIds;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.TenantTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Takes devices of one tenant through instants of its own time, as a turned clock wants it: at each instant, in order, slots of
 * schedules become actions, all that is due has its turn, and vendors that are computed answer at once, until nothing more is
 * due; then comes the next. All of it is one transaction, so that whoever reads sees the devices before or after it, and what
 * it came to is written once.
 *
 * <p>What happens at one instant happens in one order, whichever node does it: device by device, in the order of their ids.
 *
 * <p>A vendor that must be called is called after the commit, as ever.
 */
public final class Passage {
    /** Most steps of the devices at one instant: what is due again and again at the same instant would never end. */
    static final int MOST_STEPS = 1_000;

    private final Lifecycle lifecycle;
    private final Slots slots;
    private final OrderedIds ids;
    private final Set<String> kinds;

    /**
     * @param lifecycle whose rules and writer serve
     * @param slots where actions come from by themselves
     * @param ids makes the ids of actions and events
     */
    public Passage(Lifecycle lifecycle, Slots slots, Ids ids) {
        this.lifecycle = lifecycle;
        this.slots = slots;
        this.ids = new OrderedIds(ids);
        Set<String> all = new HashSet<>(slots.kinds());
        all.add(DocketWriter.KIND);
        this.kinds = Set.copyOf(all);
    }

    /** The kinds of the due rows that it serves. */
    public Set<String> kinds() {
        return kinds;
    }

    /**
     * How far it may go.
     *
     * @param from the instant at which the clock stands
     * @param until the last instant
     * @param most from so many steps of devices on it goes to no other instant
     */
    public record Span(Instant from, Instant until, int most) {}

    /** Holds the tenant's clock; empty when it is not as it was when the span was measured. */
    @FunctionalInterface
    public interface Clock {
        Optional<Span> held(Tx tx);
    }

    /**
     * What came of it.
     *
     * @param at the instant that was reached
     * @param carryOn what is to be done once it is committed
     */
    public record Reached(Instant at, Runnable carryOn) {}

    /** Locks the devices, then the clock, and goes; empty when the clock was not to be had. */
    public Optional<Reached> go(Tx tx, Tenant tenant, Collection<DeviceKey> devices, Clock clock) {
        List<Span> span = new ArrayList<>();
        Map<DeviceKey, Docket> dockets = DocketRows.lock(tx, devices, (held, tenants) -> {
            clock.held(held).ifPresent(span::add);
            return Map.of(tenant, TenantTime.reached(Instant.MIN));
        });
        return span.stream().findFirst().map(found -> {
            TenantTime standing = TenantTime.reached(found.from());
            return new Going(dockets, slots.open(tx, devices, standing)).through(tx, found);
        });
    }

    /** The devices while they go; confined to the transaction's thread. */
    private final class Going {
        private final Map<DeviceKey, Docket> dockets = new TreeMap<>(DeviceKey.LOCK_ORDER);
        private final Slots.Open open;
        private final Journal journal;
        private final List<Runnable> after = new ArrayList<>();
        private final long term = lifecycle.term();

        /** A vendor must be called: time waits for its answer. */
        private boolean calling;

        Going(Map<DeviceKey, Docket> before, Slots.Open open) {
            this.dockets.putAll(before);
            this.open = open;
            this.journal = new Journal(lifecycle.writer(), before, () -> ids.next("evt_"));
        }

        Reached through(Tx tx, Span span) {
            Instant now = span.from();
            int steps = 0;
            while (steps < span.most() && !calling) {
                Optional<Instant> next = next().filter(at -> !at.isAfter(span.until()));
                if (next.isEmpty()) {
                    break;
                }
                now = next.get().isBefore(now) ? now : next.get();
                steps += settle(now);
            }
            Written written = journal.write(tx);
            open.write(tx);
            return new Reached(now, () -> {
                open.committed();
                lifecycle.carryOn(written, Map.of(), term);
                after.forEach(Runnable::run);
            });
        }

        private Optional<Instant> next() {
            return Stream.concat(
                            dockets.values().stream().flatMap(Going::dues),
                            dockets.keySet().stream().flatMap(device -> open.next(device).stream()))
                    .min(Instant::compareTo);
        }

        /** When something of it is due; what has a call out comes back by itself. */
        private static Stream<Instant> dues(Docket docket) {
            return docket.live().stream()
                    .filter(action -> !action.stage().isCalling())
                    .flatMap(action -> action.timer().flatMap(LiveAction.Timer::due).stream())
                    .map(Due::at);
        }

        /** Everything that is due at that instant happens; gives how many steps that took. */
        private int settle(Instant now) {
            int taken = 0;
            Map<DeviceKey, Docket> standing = Map.copyOf(dockets);
            dockets.replaceAll((device, docket) -> docket.at(TenantTime.reached(now))
                    .with(docket.device()
                            .beside(near -> Optional.ofNullable(standing.get(new DeviceKey(device.tenant(), near)))
                                    .map(neighbour -> neighbour.device().connectorState()))));
            for (int i = 0; i < MOST_STEPS; i++) {
                int fired = fire(now);
                Map<DeviceKey, Stepped> steps = new LinkedHashMap<>();
                dockets.forEach((device, docket) -> {
                    if (dues(docket).anyMatch(at -> !at.isAfter(now))) {
                        steps.put(device, lifecycle.turn(docket, now, List.of()));
                    }
                });
                taken += fired + steps.size();
                if (!carryOut(steps) && fired == 0) {
                    return Math.max(taken, 1);
                }
            }
            throw new IllegalStateException("devices are never done with " + now + ": " + dockets.keySet());
        }

        /** Slots come first: one that begins where a window ends takes its device over. Gives on how many devices. */
        private int fire(Instant now) {
            List<DeviceKey> due = dockets.keySet().stream()
                    .filter(device ->
                            open.next(device).filter(at -> !at.isAfter(now)).isPresent())
                    .toList();
            due.forEach(device -> {
                Docket docket = docket(device);
                LockedDevice locked = new LockedDevice(
                        docket,
                        lifecycle.connectorOf(docket),
                        lifecycle.rules(),
                        () -> new ActionId(ids.next("act_")),
                        now);
                List<Slots.Event> events = open.turn(locked);
                journal.note(locked.docket());
                dockets.put(device, journal.note(device, events));
            });
            return due.size();
        }

        /** Takes steps, and the answers that they lead to, until there are no more; whether anything was changed. */
        private boolean carryOut(Map<DeviceKey, Stepped> first) {
            boolean changed = false;
            Map<DeviceKey, Stepped> steps = first;
            while (!steps.isEmpty()) {
                Map<DeviceKey, Stepped> answers = new LinkedHashMap<>();
                for (Map.Entry<DeviceKey, Stepped> each : steps.entrySet()) {
                    DeviceKey device = each.getKey();
                    Stepped step = each.getValue();
                    changed |= !step.docket().equals(docket(device));
                    Docket noted = journal.note(step.docket());
                    dockets.put(device, noted);
                    if (!step.effects().isEmpty() && isComputed(noted)) {
                        answers.put(device, answered(noted, step.effects()));
                    } else if (!step.effects().isEmpty()) {
                        calling = true;
                        Written written = new Written(Map.of(device, noted), List.of(), List.of());
                        after.add(() -> lifecycle.carryOn(written, Map.of(device, step.effects()), term));
                    }
                }
                steps = answers;
            }
            return changed;
        }

        private Docket docket(DeviceKey device) {
            return Optional.ofNullable(dockets.get(device)).orElseThrow();
        }

        private boolean isComputed(Docket docket) {
            return lifecycle.connectorOf(docket).profile().retrieval() == Retrieval.PROJECTION;
        }

        private Stepped answered(Docket before, List<Effect> effects) {
            Docket docket = before;
            List<Effect> more = new ArrayList<>();
            for (Effect effect : effects) {
                Docket asked = docket;
                Optional<LiveAction> action = asked.find(effect.action());
                if (action.isPresent()) {
                    Calling.Reply reply = lifecycle.call(asked, action.get(), effect);
                    Settlement settlement =
                            lifecycle.settlement(asked, lifecycle.clock().now(asked.time()));
                    Stepped step = reply.answer().settle(reply.noted(asked), action.get(), settlement);
                    DeviceKey device = asked.device().key();
                    reply.refused().ifPresent(code -> after.add(() -> lifecycle.failed(device, code)));
                    docket = step.docket();
                    more.addAll(step.effects());
                }
            }
            return new Stepped(docket, more);
        }
    }
}
