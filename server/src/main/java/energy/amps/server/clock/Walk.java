package energy.amps.server.clock;

import energy.amps.server.action.Passage;
import energy.amps.server.action.Renewal;
import energy.amps.server.agenda.Agenda;
import energy.amps.server.agenda.Lease;
import energy.amps.server.clock.ClockRows.Next;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One tenant's clock on its way: each step is a transaction that takes it further and leaves it in order. What a step finds is
 * read afresh, so that any node may take the next.
 */
final class Walk {
    /** From so many steps of devices on a transaction ends: so long do others wait for the devices. */
    static final int STEPS = 512;

    /** Most due rows that are looked ahead at, and so devices that are locked together. */
    static final int AHEAD = 256;

    /** Most devices that are made new in one transaction. */
    static final int RENEWED = 64;

    private final Parts parts;
    private final Tenant tenant;
    private final Set<String> kinds;
    private boolean told;
    private String renewedTo = "";

    /**
     * What a walk needs.
     *
     * @param database where the clock stands
     * @param platform the platform's time
     * @param agenda keeps the turns that are under way
     * @param passage takes devices through instants
     * @param renewal makes devices new
     * @param others further kinds of due rows that go by the tenant's time, and the agendas that hand them out
     */
    record Parts(
            Database database,
            InstantSource platform,
            Agenda agenda,
            Passage passage,
            Renewal renewal,
            Map<String, Agenda> others) {}

    /** What comes after a step. */
    enum After {
        /** The next. */
        ANOTHER,
        /** The next, in a moment: somebody else has to do something first. */
        A_MOMENT,
        /** Nothing: the clock is ready. */
        NOTHING
    }

    Walk(Parts parts, Tenant tenant) {
        this.parts = parts;
        this.tenant = tenant;
        this.kinds = new HashSet<>(parts.others().keySet());
        kinds.addAll(parts.passage().kinds());
    }

    /** Takes one step. */
    After step() {
        Optional<ClockRow> found = parts.database().asEngineAtOnce(tx -> ClockRows.find(tx, tenant));
        if (found.flatMap(ClockRow::turning).isEmpty()) {
            return After.NOTHING;
        }
        ClockRow clock = found.get();
        if (!clock.known()) {
            return tell();
        }
        if (!clock.begun()) {
            return begin();
        }
        return clock.isReset() ? renew(clock) : goOn(clock);
    }

    /**
     * Makes a turn in the transaction that asks for it, when every node knows the clock and nothing is due on the way, nor
     * under way; else it is begun, if it can be, and has to be walked.
     */
    boolean isMadeAtOnce(Tx tx) {
        ClockRow clock = ClockRows.lock(tx, tenant).orElseThrow();
        if (!clock.known() || clock.begun() || clock.isReset()) {
            return false;
        }
        begin(tx, clock);
        ClockRow begun = ClockRows.lock(tx, tenant).orElseThrow();
        Instant target = begun.target().orElseThrow();
        if (ClockRows.isBusy(tx, tenant, kinds)
                || !ClockRows.next(tx, tenant, kinds, target, 1).isEmpty()) {
            return false;
        }
        arrive(tx, begun, target);
        return true;
    }

    /** Nobody may take the tenant's time for the platform's once it is not. */
    private After tell() {
        Instant now = parts.platform().instant();
        if (!told) {
            parts.agenda().turned().heard(tenant.customer());
            inTransaction(tx -> ClockRows.tell(tx, tenant, parts.agenda().node(), now));
            told = true;
        }
        if (parts.database().asEngineAtOnce(tx -> ClockRows.isNews(tx, tenant, now))) {
            return After.A_MOMENT;
        }
        inTransaction(tx -> ClockRows.awaitActors(tx, tenant));
        inTransaction(tx -> ClockRows.known(tx, tenant));
        return After.ANOTHER;
    }

    private After begin() {
        inTransaction(tx -> ClockRows.lock(tx, tenant)
                .filter(clock -> clock.turning().isPresent() && !clock.begun())
                .ifPresent(clock -> begin(tx, clock)));
        return After.ANOTHER;
    }

    private void begin(Tx tx, ClockRow clock) {
        Instant now = parts.platform().instant();
        Instant at = clock.time().at(now);
        Optional<Instant> target = clock.target().map(bound -> bound.isBefore(at) ? at : bound);
        ClockRows.begin(tx, tenant, at, target);
        ClockRows.stand(tx, tenant, kinds, now);
    }

    /** What makes actions goes first; nothing new is accepted meanwhile. */
    private After renew(ClockRow clock) {
        if (renewedTo.isEmpty()) {
            parts.renewal().shut(tenant);
        }
        List<DeviceKey> devices =
                parts.database().asEngineAtOnce(tx -> ClockRows.devices(tx, tenant, renewedTo, RENEWED));
        if (devices.isEmpty()) {
            inTransaction(tx -> ifStill(tx, clock).ifPresent(same -> arrive(tx, Optional.empty(), Duration.ZERO)));
            return After.ANOTHER;
        }
        Optional<Runnable> carryOn = parts.database().asEngine(tx -> parts.renewal()
                .renew(tx, tenant, devices, held -> ifStill(held, clock).map(ClockRow::standsAt)));
        carryOn.ifPresent(Runnable::run);
        renewedTo = devices.getLast().device().value();
        return After.ANOTHER;
    }

    private After goOn(ClockRow clock) {
        Instant target = clock.target().orElseThrow();
        if (parts.database().asEngineAtOnce(tx -> ClockRows.isBusy(tx, tenant, kinds))) {
            return After.A_MOMENT;
        }
        List<Next> next = parts.database().asEngineAtOnce(tx -> ClockRows.next(tx, tenant, kinds, target, AHEAD));
        if (next.isEmpty()) {
            inTransaction(tx -> ifStill(tx, clock).ifPresent(same -> arrive(tx, same, target)));
            return After.ANOTHER;
        }
        Optional<Instant> other =
                next.stream().filter(due -> !isWalked(due)).map(Next::at).findFirst();
        Instant seen = next.size() < AHEAD ? target : next.getLast().at();
        Instant horizon = other.filter(at -> at.isBefore(seen)).orElse(seen);
        List<DeviceKey> devices = next.stream()
                .filter(due -> isWalked(due) && !due.at().isAfter(horizon))
                .map(Next::device)
                .distinct()
                .toList();
        return devices.isEmpty() ? handOut(clock, horizon) : pass(clock, devices, horizon);
    }

    private boolean isWalked(Next due) {
        return parts.passage().kinds().contains(due.kind());
    }

    private After pass(ClockRow clock, List<DeviceKey> devices, Instant horizon) {
        Optional<Passage.Reached> reached = parts.database().asEngine(tx -> parts.passage()
                .go(tx, tenant, devices, held -> ifStill(held, clock)
                        .map(same -> new Passage.Span(same.standsAt(), horizon, STEPS)))
                .map(came -> {
                    ClockRows.reach(tx, tenant, came.at());
                    return came;
                }));
        reached.ifPresent(came -> came.carryOn().run());
        return After.ANOTHER;
    }

    /** What is not walked here is served by whoever serves it, at its instant; the clock waits. */
    private After handOut(ClockRow clock, Instant at) {
        Map<Agenda, List<Lease>> taken = new HashMap<>();
        inTransaction(tx -> ifStill(tx, clock).ifPresent(same -> {
            ClockRows.reach(tx, tenant, at.isBefore(same.standsAt()) ? same.standsAt() : at);
            parts.others().forEach((kind, agenda) -> taken.computeIfAbsent(agenda, first -> new ArrayList<>())
                    .addAll(agenda.take(tx, tenant, Set.of(kind), at)));
        }));
        taken.forEach(Agenda::addAll);
        return After.A_MOMENT;
    }

    private void arrive(Tx tx, ClockRow clock, Instant target) {
        if (clock.runsOn()) {
            arrive(tx, Optional.empty(), Duration.between(parts.platform().instant(), target));
        } else {
            arrive(tx, Optional.of(target), Duration.ZERO);
        }
    }

    private void arrive(Tx tx, Optional<Instant> frozenAt, Duration ahead) {
        ClockRows.end(tx, tenant, frozenAt, ahead);
        if (frozenAt.isEmpty()) {
            ClockRows.run(tx, tenant, kinds, ahead);
        }
    }

    /** The clock, held, if nobody has turned or walked it since. */
    private Optional<ClockRow> ifStill(Tx tx, ClockRow clock) {
        return ClockRows.lock(tx, tenant).filter(clock::equals);
    }

    private void inTransaction(Consumer<Tx> work) {
        parts.database().asEngine(tx -> {
            work.accept(tx);
            return true;
        });
    }
}
