package energy.amps.server.action;

import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.server.action.DocketWriter.Change;
import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.agenda.Due;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.TenantTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes devices of one tenant through instants of its own time, as a turned clock wants it: at each instant, in order, all that
 * is due has its turn, vendors that are computed answer at once, and what they say is written, until nothing more is due; then
 * comes the next. All of it is one transaction, so that whoever reads sees the devices before or after it.
 *
 * <p>What happens at one instant happens in one order, whichever node does it: device by device, as they are locked.
 *
 * <p>A vendor that must be called is called after the commit, as ever.
 */
public final class Passage {
    /** The kind of the due rows that it serves. */
    public static final String KIND = DocketWriter.KIND;

    /** Most steps of the devices at one instant: what is due again and again at the same instant would never end. */
    static final int MOST_STEPS = 1_000;

    private final Lifecycle lifecycle;

    /** @param lifecycle whose rules and writer serve */
    public Passage(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
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
        return span.stream().findFirst().map(found -> new Going(tx, dockets).through(found));
    }

    /** The devices while they go; confined to the transaction's thread. */
    private final class Going {
        private final Tx tx;
        private final Map<DeviceKey, Docket> dockets;
        private final List<Runnable> after = new ArrayList<>();
        private final long term = lifecycle.term();

        Going(Tx tx, Map<DeviceKey, Docket> dockets) {
            this.tx = tx;
            this.dockets = dockets;
        }

        Reached through(Span span) {
            Instant now = span.from();
            int steps = 0;
            while (steps < span.most()) {
                Optional<Instant> next = next().filter(at -> !at.isAfter(span.until()));
                if (next.isEmpty()) {
                    break;
                }
                now = next.get().isBefore(now) ? now : next.get();
                steps += settle(now);
            }
            return new Reached(now, () -> after.forEach(Runnable::run));
        }

        private Optional<Instant> next() {
            return dockets.values().stream().flatMap(Going::dues).min(Instant::compareTo);
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
                Map<DeviceKey, Stepped> steps = new LinkedHashMap<>();
                dockets.forEach((device, docket) -> {
                    if (dues(docket).anyMatch(at -> !at.isAfter(now))) {
                        steps.put(device, lifecycle.turn(docket, now, List.of()));
                    }
                });
                taken += steps.size();
                if (steps.isEmpty() || !carryOut(steps)) {
                    return Math.max(taken, 1);
                }
            }
            throw new IllegalStateException("devices are never done with " + now + ": " + dockets.keySet());
        }

        /** Writes steps, and the answers that they lead to, until there are no more; whether anything was changed. */
        private boolean carryOut(Map<DeviceKey, Stepped> first) {
            boolean changed = false;
            Map<DeviceKey, Stepped> steps = first;
            while (!steps.isEmpty()) {
                steps.replaceAll(this::answeredWithoutWriting);
                for (Map.Entry<DeviceKey, Stepped> step : steps.entrySet()) {
                    changed |= !step.getValue().docket().equals(dockets.get(step.getKey()));
                }
                Written written = write(steps);
                Map<DeviceKey, List<Effect>> calls = new LinkedHashMap<>();
                Map<DeviceKey, Stepped> answers = new LinkedHashMap<>();
                steps.forEach((device, step) -> {
                    if (!step.effects().isEmpty() && isComputed(device)) {
                        answers.put(device, answered(docket(device), step.effects()));
                    } else if (!step.effects().isEmpty()) {
                        calls.put(device, step.effects());
                    }
                });
                after.add(() -> lifecycle.carryOn(written, calls, term));
                steps = answers;
            }
            return changed;
        }

        /** A question changes nothing outside: where it is answered at once, only the answer is written. */
        private Stepped answeredWithoutWriting(DeviceKey device, Stepped step) {
            Stepped answered = step;
            while (!answered.effects().isEmpty()
                    && answered.effects().stream().noneMatch(Effect.Send.class::isInstance)
                    && isComputed(device)) {
                answered = answered(answered.docket(), answered.effects());
            }
            return answered;
        }

        private Written write(Map<DeviceKey, Stepped> steps) {
            List<Change> changes = new ArrayList<>();
            steps.forEach((device, step) -> changes.add(new Change(docket(device), step.docket())));
            Written written = lifecycle.writer().write(tx, changes);
            written.dockets().forEach((device, docket) -> dockets.put(device, docket.rest()));
            return written;
        }

        private Docket docket(DeviceKey device) {
            return Optional.ofNullable(dockets.get(device)).orElseThrow();
        }

        private boolean isComputed(DeviceKey device) {
            return lifecycle.connectorOf(docket(device)).profile().retrieval() == Retrieval.PROJECTION;
        }

        private Stepped answered(Docket before, List<Effect> effects) {
            Docket docket = before;
            List<Effect> more = new ArrayList<>();
            for (Effect effect : effects) {
                Docket asked = docket;
                Optional<LiveAction> action = asked.find(effect.action());
                if (action.isPresent()) {
                    Stepped step = lifecycle
                            .call(asked, action.get(), effect)
                            .settle(
                                    asked,
                                    action.get(),
                                    lifecycle.settlement(
                                            asked, lifecycle.clock().now(asked.time())));
                    docket = step.docket();
                    more.addAll(step.effects());
                }
            }
            return new Stepped(docket, more);
        }
    }
}
