package energy.amps.server.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One seed's world: the true time, the one source of chance, what runs, and the trace of all that happened. */
final class World {
    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final int TRACE = 400;

    final long seed;
    final Weather weather;
    private final Random random;
    private final Deque<String> trace = new ArrayDeque<>();
    private final List<Fiber> fibers = new ArrayList<>();
    private Instant now = START;
    private Duration leapt = Duration.ZERO;
    private Instant leapFelt = START;
    private long hash = 1125899906842597L;
    private long steps;
    private Runnable onCommit = () -> {};
    private Optional<Red> red = Optional.empty();

    World(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
        this.weather = new Weather(this);
    }

    /** The time that passes for everybody, in whole milliseconds. */
    Instant now() {
        return now;
    }

    /** What no clock step moves. */
    long nanos() {
        return Duration.between(START, now).toNanos();
    }

    /** The database's clock, which the platform goes by: true time and every step it has made. */
    Instant platform() {
        return now.plus(leapt);
    }

    /** The platform's clock steps for all nodes. */
    void leap(Duration by, Duration feltFor) {
        leapt = leapt.plus(by);
        leapFelt = now.plus(feltFor);
        trace("the platform's clock steps by " + by);
    }

    /** Whether leases may still be off because of a step of the platform's clock. */
    boolean feelsLeap() {
        return now.isBefore(leapFelt);
    }

    void pass(Duration time) {
        now = now.plus(time);
        trace("time passes: " + time);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }

    <T> T oneOf(List<T> options) {
        return options.get(random.nextInt(options.size()));
    }

    /** Chance for somebody of his own, so that he draws none of the others'. */
    Random branch() {
        return new Random(random.nextLong());
    }

    void turnRed(Red why) {
        red = red.or(() -> Optional.of(why));
    }

    void refuseRed() {
        red.ifPresent(why -> {
            throw why;
        });
    }

    void start(Fiber fiber) {
        fibers.add(fiber);
    }

    List<Fiber> fibers() {
        return fibers;
    }

    void resume(Fiber fiber) {
        fiber.resume();
        fibers.removeIf(Fiber::isDone);
    }

    void kill(SimulatedNode node) {
        fibers.stream().filter(fiber -> fiber.node == node).toList().forEach(Fiber::kill);
        fibers.removeIf(Fiber::isDone);
    }

    void onCommit(Runnable observer) {
        onCommit = observer;
    }

    /** Something was committed. */
    void committed() {
        onCommit.run();
    }

    void trace(String what) {
        long millis = Duration.between(START, now).toMillis();
        String line = "%d.%03d %s".formatted(millis / 1000, millis % 1000, what);
        steps++;
        hash = 31 * hash + line.hashCode();
        trace.addLast(line);
        if (trace.size() > TRACE) {
            trace.removeFirst();
        }
    }

    /** What tells two runs apart that were not the same. */
    String hash() {
        return Long.toHexString(hash);
    }

    long steps() {
        return steps;
    }

    List<String> lastSteps() {
        return List.copyOf(trace);
    }

    Optional<Instant> nextWake() {
        return fibers.stream()
                .filter(fiber -> !fiber.node.isPaused())
                .map(Fiber::wakeAt)
                .min(Instant::compareTo);
    }
}
