package energy.amps.server.simulation;

import energy.amps.server.action.Actions;
import energy.amps.server.action.EngineSteps;
import energy.amps.server.action.Lifecycle;
import energy.amps.server.action.Pushes;
import energy.amps.server.agenda.Agenda;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.agenda.AgendaSteps;
import energy.amps.server.device.Connections;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.Devices;
import energy.amps.server.device.Readings;
import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.tenant.Users;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One life of one node: its real parts, wired as the platform wires them, and none of their threads. */
final class SimulatedNode {
    static final Duration LATE_LIMIT = Duration.ofMinutes(5);
    static final Duration HORIZON = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final MeterRegistry NO_METERS = new CompositeMeterRegistry();

    final World world;
    final Agenda agenda;
    final Lifecycle lifecycle;
    final Pushes pushes;
    final Actions actions;
    final Devices devices;
    private final String name;
    private final Map<String, Fiber> loops = new HashMap<>();
    private Duration offset;
    private Instant nextRenewal;
    private Instant nextClaim = Instant.MIN;
    private Instant nextCommit = Instant.MIN;
    private Instant pausedUntil = Instant.MIN;

    SimulatedNode(World world, String name, Database database, SimulatedVendor vendor) {
        this.world = world;
        this.name = name;
        this.offset = Duration.ZERO;
        this.nextRenewal = world.now();
        PlatformClock clock = new PlatformClock(() -> world.platform().plus(offset()), Duration.ZERO);
        Connectors connectors = new Connectors(List.of(vendor));
        Users users = new Users(database);
        Ids ids = new Ids(clock, world.branch());
        AgendaConfig config = new AgendaConfig(TICK, HORIZON, world.weather.lease, 500, 20_000);
        this.agenda =
                new Agenda(database, new Agenda.Clocks(clock, world::nanos), ids.next("node_"), config, NO_METERS);
        TenantClock tenants = new TenantClock(clock, database, agenda.turned());
        this.lifecycle = new Lifecycle(
                new Lifecycle.Parts(
                        database,
                        clock,
                        tenants,
                        ids,
                        connectors,
                        new Lifecycle.Threads(new EffectFibers(), new Inline()),
                        NO_METERS),
                agenda,
                LATE_LIMIT);
        Connections connections = new Connections(database, tenants, ids, () -> "");
        this.pushes = new Pushes(database, lifecycle, ids, NO_METERS);
        this.actions = new Actions(database, pushes, users, tenants);
        this.devices = new Devices(
                database,
                connectors,
                new Devices.Live(
                        new Readings(database),
                        lifecycle::read,
                        (key, connector, device) -> Optional.empty(),
                        clock,
                        NO_METERS),
                users,
                tenants,
                connections);
    }

    String name() {
        return name;
    }

    private Duration offset() {
        return offset;
    }

    /** Its clock, as its parts see it. */
    Instant clock() {
        return world.platform().plus(offset);
    }

    /** Nodes agree with the database's clock to within this, or their leases mean nothing. */
    void stepClock() {
        Duration most = world.weather.lease.dividedBy(20);
        offset = world.upTo(most.multipliedBy(2)).minus(most);
        world.trace(name + "'s clock is off by " + offset);
    }

    void pause(Duration time) {
        pausedUntil = world.now().plus(time);
        world.trace(name + " stands still for " + time);
    }

    boolean isPaused() {
        return world.now().isBefore(pausedUntil);
    }

    Instant pausedUntil() {
        return pausedUntil;
    }

    /** What its threads would do now, by name. */
    Map<String, Runnable> steps(Auditor auditor) {
        Map<String, Runnable> possible = new LinkedHashMap<>();
        if (!world.now().isBefore(nextRenewal)) {
            possible.put("renew", this::renew);
        }
        boolean wanted = AgendaSteps.isInDoubt(agenda) || auditor.hasFreeRowBy(clock().plus(HORIZON));
        if (wanted && !world.now().isBefore(nextClaim)) {
            possible.put("claim", this::claim);
        }
        if (AgendaSteps.nextDue(agenda).filter(at -> !at.isAfter(clock())).isPresent()) {
            possible.put("hand-out", () -> AgendaSteps.handOutDue(agenda));
        }
        for (int i = 0; i < EngineSteps.lines(lifecycle); i++) {
            int line = i;
            if (!world.now().isBefore(nextCommit) && EngineSteps.hasWork(lifecycle, line)) {
                possible.put("desk-" + line, () -> commit(line));
            }
        }
        possible.keySet().removeIf(this::isBusy);
        return possible;
    }

    private boolean isBusy(String loop) {
        Fiber fiber = loops.get(loop);
        return fiber != null && !fiber.isDone();
    }

    void step(String loop, Runnable work) {
        Fiber fiber = new Fiber(this, loop, world.now(), work);
        loops.put(loop, fiber);
        world.start(fiber);
        world.resume(fiber);
    }

    private void claim() {
        nextClaim = world.now().plus(TICK);
        AgendaSteps.claim(agenda);
    }

    private void commit(int line) {
        if (!EngineSteps.commit(lifecycle, line)) {
            nextCommit = world.now().plus(RETRY);
        }
    }

    /** The next instant of true time at which one of its threads would have something to do; renewals aside. */
    Optional<Instant> nextWork(Auditor auditor) {
        Optional<Instant> claim = auditor.nextFreeRow()
                .map(at -> trueTime(at.minus(HORIZON)))
                .map(at -> at.isBefore(nextClaim) ? nextClaim : at);
        Optional<Instant> doubts = AgendaSteps.isInDoubt(agenda) ? Optional.of(nextClaim) : Optional.empty();
        Optional<Instant> handOut = AgendaSteps.nextDue(agenda).map(this::trueTime);
        boolean waits =
                IntStream.range(0, EngineSteps.lines(lifecycle)).anyMatch(line -> EngineSteps.hasWork(lifecycle, line));
        Optional<Instant> commit = waits ? Optional.of(nextCommit) : Optional.empty();
        return Stream.of(claim, doubts, handOut, commit)
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private Instant trueTime(Instant onItsClock) {
        return onItsClock.minus(Duration.between(world.now(), clock()));
    }

    /** Renews its lease from beginning to end, as it does before anything else when it starts. */
    void renewAtOnce() {
        Fiber fiber = new Fiber(this, "renew", world.now(), this::renew);
        world.start(fiber);
        while (!fiber.isDone()) {
            world.resume(fiber);
        }
    }

    private void renew() {
        nextRenewal = world.now().plus(world.weather.lease.dividedBy(4));
        AgendaSteps.keepLease(agenda);
    }

    Instant nextRenewal() {
        return nextRenewal;
    }

    /** Each effect is a fibre, begun when the simulation likes. */
    private final class EffectFibers extends AbstractExecutorService {
        private int count;

        @Override
        public void execute(Runnable work) {
            Fiber.current().ifPresent(Fiber::checkAlive);
            Instant at = world.now().plus(world.upTo(Duration.ofMillis(50)));
            world.start(new Fiber(SimulatedNode.this, "effect-" + ++count, at, work));
        }

        @Override
        public void shutdown() {
            // A node's life ends with its fibres.
        }

        @Override
        public List<Runnable> shutdownNow() {
            return new ArrayList<>();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    /** Calls to vendors run where they are made. */
    private static final class Inline extends AbstractExecutorService {
        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public void shutdown() {
            // Nothing to end.
        }

        @Override
        public List<Runnable> shutdownNow() {
            return new ArrayList<>();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
