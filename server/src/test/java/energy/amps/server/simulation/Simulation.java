package energy.amps.server.simulation;

import energy.amps.device.DeviceId;
import energy.amps.server.store.Database;
import energy.amps.server.tenant.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One seed, from the first call to the last return. */
final class Simulation {
    private static final int MOST_STEPS = 30_000;
    private static final Duration LONGEST = Duration.ofDays(3);

    private final World world;
    private final Stage stage;
    private final SimulatedVendor vendor;
    private final Auditor auditor;
    private final Calls calls;
    private final List<Slot> slots = new ArrayList<>();
    private Instant nextCall = World.START;
    private Instant outageEnds = Instant.MIN;
    private int idleRounds;

    /** A customer and its devices. */
    record Account(Caller caller, List<DeviceId> devices) {}

    /**
     * How a seed went.
     *
     * @param seed which
     * @param hash what tells it from a run that went otherwise
     * @param steps how many steps it took
     * @param calls how many calls were made
     * @param excused on how many devices a write got through that nothing could stop
     */
    record Outcome(long seed, String hash, long steps, int calls, int excused) {}

    /** A place for a node: lives follow each other in it. */
    private static final class Slot {
        private final Database database;
        private Optional<SimulatedNode> node = Optional.empty();
        private Instant startsAt = World.START;
        private int lives;

        Slot(Database database) {
            this.database = database;
        }
    }

    private Simulation(long seed, Stage stage) {
        this.world = new World(seed);
        this.stage = stage;
        this.vendor = new SimulatedVendor(world);
        this.auditor = vendor.auditor();
        List<Account> accounts = stage.reset(world.weather.devices);
        this.calls = new Calls(world, auditor, accounts);
        auditor.watch(stage.tables()::actions);
        world.onCommit(auditor::observe);
        for (int i = 0; i < world.weather.nodes; i++) {
            slots.add(new Slot(stage.database(i)));
        }
    }

    /**
     * Runs a seed.
     *
     * @throws RedSeed when something happened that must not
     */
    static Outcome run(long seed, Stage stage) {
        Simulation simulation = new Simulation(seed, stage);
        try {
            return simulation.run();
        } catch (RuntimeException | Red e) {
            throw new RedSeed(simulation.world, e);
        } finally {
            simulation.slots.forEach(slot -> slot.node.ifPresent(simulation.world::kill));
        }
    }

    private Outcome run() {
        for (int i = 0; calls.made() < world.weather.calls; i++) {
            Red.unless(i < MOST_STEPS, "the calls are never done");
            chaos();
            step();
        }
        for (int i = world.below(60); i > 0; i--) {
            chaos();
            step();
        }
        world.trace("calm");
        world.weather.calmDown();
        for (int i = 0; !isOver(); i++) {
            Red.unless(
                    i < MOST_STEPS && world.now().isBefore(World.START.plus(LONGEST)),
                    "this is never done: %s %s",
                    auditor.live(),
                    world.fibers().stream()
                            .map(fiber -> fiber.node.name() + " " + fiber.name + " at " + fiber.at() + " until "
                                    + fiber.wakeAt())
                            .toList());
            step();
        }
        new Verdicts(world, vendor, calls).pass(stage.tables());
        int excused = (int) calls.devices().filter(auditor::isExcused).count();
        return new Outcome(world.seed, world.hash(), world.steps(), calls.made(), excused);
    }

    private boolean isOver() {
        return world.fibers().isEmpty()
                && auditor.live().isEmpty()
                && nodes().findAny().isPresent();
    }

    private Stream<SimulatedNode> nodes() {
        return slots.stream().flatMap(slot -> slot.node.stream());
    }

    private Stream<SimulatedNode> running() {
        return nodes().filter(node -> !node.isPaused() || world.weather.isCalm());
    }

    private void chaos() {
        Weather weather = world.weather;
        if (weather.isDown() && !world.now().isBefore(outageEnds)) {
            weather.down(false);
            world.trace("the database is back");
        }
        List<Slot> alive = slots.stream().filter(slot -> slot.node.isPresent()).toList();
        if (alive.isEmpty()) {
            return;
        }
        Slot slot = world.oneOf(alive);
        SimulatedNode node = slot.node.orElseThrow();
        if (world.chance(weather.death)) {
            world.trace(node.name() + " dies");
            world.kill(node);
            slot.node = Optional.empty();
            slot.startsAt = world.now().plus(world.upTo(Duration.ofSeconds(40)));
        } else if (world.chance(weather.pause)) {
            boolean isLong = world.chance(weather.longPause);
            node.pause(world.upTo(isLong ? weather.lease.multipliedBy(3) : weather.lease.dividedBy(2)));
        } else if (world.chance(weather.clockStep)) {
            node.stepClock();
        } else if (world.chance(weather.outage)) {
            weather.down(true);
            outageEnds = world.now().plus(world.upTo(Duration.ofSeconds(20)));
            world.trace("the database is away");
        } else if (world.chance(weather.leap)) {
            auditor.excuseWhatIsUnderWay();
            world.leap(world.upTo(Duration.ofHours(1)), weather.lease.multipliedBy(2));
        }
    }

    private record Option(String name, Runnable work) {}

    private void step() {
        start();
        List<Option> options = options();
        if (options.isEmpty() || world.chance(0.05)) {
            passTime(options.isEmpty());
        } else {
            idleRounds = 0;
            world.oneOf(options).work().run();
        }
    }

    private void start() {
        for (Slot slot : slots) {
            if (slot.node.isEmpty() && !world.now().isBefore(slot.startsAt)) {
                slot.lives++;
                String name = "node " + slots.indexOf(slot) + "." + slot.lives;
                SimulatedNode node = new SimulatedNode(world, name, slot.database, vendor);
                slot.node = Optional.of(node);
                node.renewAtOnce();
            }
        }
    }

    private List<Option> options() {
        List<Option> options = new ArrayList<>();
        List<SimulatedNode> running = running().toList();
        for (SimulatedNode node : running) {
            for (Map.Entry<String, Runnable> step : node.steps(auditor).entrySet()) {
                options.add(new Option(step.getKey(), () -> node.step(step.getKey(), step.getValue())));
            }
        }
        for (Fiber fiber : world.fibers()) {
            if (running.contains(fiber.node) && !fiber.wakeAt().isAfter(world.now())) {
                options.add(new Option(fiber.name, () -> world.resume(fiber)));
            }
        }
        if (!running.isEmpty() && !world.weather.isCalm() && !world.now().isBefore(nextCall)) {
            options.add(new Option("call", () -> call(world.oneOf(running))));
        }
        return options;
    }

    private void call(SimulatedNode node) {
        nextCall = world.now().plus(world.chance(0.3) ? Duration.ZERO : world.upTo(world.weather.gap));
        node.step("call-" + calls.made(), calls.next(node));
    }

    private void passTime(boolean nothingElse) {
        if (!nothingElse) {
            world.pass(world.upTo(Duration.ofMillis(300)));
            return;
        }
        Instant work = nextWork().orElse(Instant.MAX);
        Instant renewal = running()
                .map(SimulatedNode::nextRenewal)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        boolean quiet = world.fibers().isEmpty() && !isSomebodyGone() && !work.equals(Instant.MAX);
        if (quiet && Duration.between(world.now(), work).compareTo(world.weather.lease) > 0) {
            keepLeasesUntil(work);
            return;
        }
        idleRounds = work.equals(Instant.MAX) ? idleRounds + 1 : 0;
        Red.unless(
                idleRounds < 40 || calls.made() < world.weather.calls,
                "nothing will ever wake these: %s",
                auditor.live());
        Instant next = work.isBefore(renewal) ? work : renewal;
        if (next.isAfter(world.now())) {
            world.pass(Duration.between(
                    world.now(), next.equals(Instant.MAX) ? world.now().plusSeconds(1) : next));
        } else {
            world.pass(Duration.ofMillis(10));
        }
    }

    /** Whether rows are held by a node that is no more, or that stands still: their leases must lapse as they do. */
    private boolean isSomebodyGone() {
        List<String> here = running().map(node -> node.agenda.node()).toList();
        return auditor.live().stream()
                .flatMap(a -> a.due().stream())
                .flatMap(due -> due.owner().stream())
                .anyMatch(owner -> !here.contains(owner));
    }

    /** Nothing happens until then but that each node keeps its lease; that is told to the tables at once. */
    private void keepLeasesUntil(Instant then) {
        world.pass(Duration.between(world.now(), then));
        List<SimulatedNode> running = running().toList();
        stage.keepLeases(
                running.stream().map(node -> node.agenda.node()).toList(),
                world.platform().plus(world.weather.lease));
        running.forEach(SimulatedNode::renewAtOnce);
    }

    private Optional<Instant> nextWork() {
        Stream<Instant> nodes = running().flatMap(node -> node.nextWork(auditor).stream());
        Stream<Instant> fibers = world.fibers().stream()
                .filter(fiber -> running().anyMatch(node -> node == fiber.node))
                .map(Fiber::wakeAt);
        Stream<Instant> pauses = world.weather.isCalm()
                ? Stream.of()
                : nodes().filter(SimulatedNode::isPaused).map(SimulatedNode::pausedUntil);
        Stream<Instant> starts =
                slots.stream().filter(slot -> slot.node.isEmpty()).map(slot -> slot.startsAt);
        Stream<Instant> call = world.weather.isCalm() ? Stream.of() : Stream.of(nextCall);
        Stream<Instant> outage = world.weather.isDown() ? Stream.of(outageEnds) : Stream.of();
        return Stream.of(nodes, fibers, pauses, starts, call, outage)
                .flatMap(instants -> instants)
                .filter(instant -> instant.isAfter(world.now()))
                .min(Instant::compareTo);
    }
}
