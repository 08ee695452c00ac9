package energy.amps.server.agenda;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node's share of everything that is due. Thread-safe. */
public final class Agenda implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agenda.class);

    /** What of a lease is not used: the clocks of two machines may run apart by this much of it. */
    private static final int MARGIN_DIVISOR = 8;

    /**
     * A node that is not alone, and holds enough to go on with, lets this part of a tick go by between two full claims: the first
     * to look would have ten thousand rows of one instant before the others have looked once.
     */
    private static final int SHARING_DIVISOR = 4;

    /** What is due together goes out in one order, however it came in. */
    private static final Comparator<Lease> BY_INSTANT = Comparator.comparing(Lease::dueAt)
            .thenComparing(lease -> lease.key().ref())
            .thenComparingLong(Lease::token);

    private final Parts parts;

    /** Whose lease this one works under; empty when it has its own. */
    private final Optional<Agenda> lender;

    private final Database database;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final String node;
    private final AgendaConfig config;
    private final Map<String, Consumer<List<Lease>>> handlers = new ConcurrentHashMap<>();
    private final Timer lateness;
    private final Counter stolen;
    private final SplittableRandom chance;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Lease> held = new PriorityQueue<>(BY_INSTANT);
    private boolean claiming = true;
    private final Doubts doubts = new Doubts();
    private final TurnedClocks turned = new TurnedClocks(this::leaseHolds);
    private final Busy busy = new Busy();
    private boolean stopped;
    private boolean closed;
    private final AtomicLong term = new AtomicLong();
    private volatile long leaseEndsNanos;
    private volatile boolean renewing;
    private volatile boolean oneOfSeveral;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * What the agenda goes by.
     *
     * @param platform the platform's time, for instants
     * @param nanos what only ever goes forward, for this node's own lease; in nanoseconds
     */
    public record Clocks(InstantSource platform, LongSupplier nanos) {}

    /** @param node this node's id, new at every start, so that what a former life held is nobody's */
    public Agenda(Database database, Clocks clocks, String node, AgendaConfig config, MeterRegistry meters) {
        this(new Parts(database, clocks, node, config), Optional.empty(), meters, "amps.agenda");
    }

    /**
     * What an agenda is made of, and shares with the ones beside it.
     *
     * @param database the store
     * @param clocks what it goes by
     * @param node this node's id
     * @param config how it works
     */
    private record Parts(Database database, Clocks clocks, String node, AgendaConfig config) {}

    private Agenda(Parts parts, Optional<Agenda> lender, MeterRegistry meters, String metrics) {
        this.parts = parts;
        this.lender = lender;
        this.database = parts.database();
        this.clock = parts.clocks().platform();
        this.nanos = parts.clocks().nanos();
        this.leaseEndsNanos = nanos.getAsLong();
        this.node = parts.node();
        this.config = parts.config();
        this.chance = new SplittableRandom(lender.isPresent() ? ~node.hashCode() : node.hashCode());
        this.lateness = Timer.builder(metrics + ".lateness")
                .description("from a row's instant to its handing out")
                .publishPercentileHistogram()
                .register(meters);
        this.stolen = lender.map(agenda -> agenda.stolen).orElseGet(() -> Counter.builder(metrics + ".leases.taken")
                .description("rows freed from nodes whose lease had lapsed")
                .register(meters));
        meters.gauge(metrics + ".held", this, Agenda::size);
        meters.gauge(metrics + ".held.most", config, AgendaConfig::most);
    }

    /**
     * An agenda for other kinds under this one's lease: what either has too much of does not keep the other's rows from being
     * claimed. Started after this one, and closed before.
     *
     * @param metrics what the names of its metrics begin with
     */
    public Agenda beside(MeterRegistry meters, String metrics) {
        return new Agenda(parts, Optional.of(this), meters, metrics);
    }

    /** This node's id, as it stands in the rows it holds. */
    public String node() {
        return node;
    }

    /** Whose clocks may be turned, as this node knows it. */
    public TurnedClocks turned() {
        return turned;
    }

    /** How far ahead rows are held: what is due within it stays with the node that writes it. */
    public Duration horizon() {
        return config.horizon();
    }

    /** Names who is woken for a kind; before {@link #start}. */
    public void handle(String kind, Consumer<List<Lease>> handler) {
        handlers.put(kind, handler);
    }

    /** Takes up work: renews the node's lease once, so that it may write from the first moment, then runs. */
    public void start() {
        if (lender.isEmpty()) {
            renew();
            threads.add(Thread.ofVirtual().name("agenda-renew").start(this::renewLoop));
        }
        threads.add(Thread.ofVirtual().name("agenda-claim").start(this::claimLoop));
        threads.add(Thread.ofVirtual().name("agenda-hand-out").start(this::handOutLoop));
    }

    /** Takes a row that was written already leased to this node. */
    public void add(Lease lease) {
        addAll(List.of(lease));
    }

    /** Takes rows that were written already leased to this node. */
    public void addAll(List<Lease> leases) {
        if (leases.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            held.addAll(leases);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The term of this node's lease: another one begins whenever the lease may have lapsed in between, and when rows are given
     * up. Taken before a transaction that commits to a call, and asked for with {@link #isStillIn} before the call.
     */
    public long term() {
        return term.get();
    }

    /**
     * Whether this node's lease surely holds, and has ever since {@code term} was taken: asked before a vendor is called. A node
     * that stood still past its lease and has renewed it since must not send what it had committed to before: another node may
     * have settled that meanwhile.
     */
    public boolean isStillIn(long term) {
        return term == this.term.get() && leaseHolds();
    }

    /** A call to a device begins: what this node holds of it is not given up before {@link #callEnds}. */
    public void callBegins(DeviceKey device) {
        busy.begin(device);
    }

    /** A call to a device is over. */
    public void callEnds(DeviceKey device) {
        busy.end(device);
    }

    /** Whether this node's lease surely holds now. */
    public boolean leaseHolds() {
        return lender.isPresent() ? lender.get().leaseHolds() : leaseEndsNanos - nanos.getAsLong() > 0;
    }

    /** Whether the agenda runs and its lease holds. */
    public boolean healthy() {
        return lender.isPresent() ? lender.get().healthy() : renewing && leaseHolds();
    }

    /**
     * Writes a row that is due now, already leased to this node, in the caller's transaction; to be {@link #add added} once that
     * is committed. Empty when there is one already, and somebody has it.
     */
    public Optional<Lease> keep(Tx tx, DueKey key, Instant now) {
        return DueRows.keep(tx, node, key, now);
    }

    /** Drops a row in the caller's transaction: nothing is due there any more. */
    public int drop(Tx tx, DueKey key) {
        return DueRows.drop(tx, key);
    }

    /**
     * Leases to this node what is due for a tenant by its own time, which stands still, in the caller's transaction; to be
     * {@link #addAll added} once that is committed, and then handed out at once.
     */
    public List<Lease> take(Tx tx, Tenant tenant, Set<String> kinds, Instant until) {
        return DueRows.take(tx, node, tenant, kinds, until, clock.instant());
    }

    /** Gives a row up that this node could not work on; the next claim, here or elsewhere, finds it. */
    public void release(Lease lease) {
        try {
            database.asEngineAtOnce(tx -> DueRows.release(tx, node, List.of(lease)));
        } catch (StoreException e) {
            log.warn("could not release a due row; it is given up with the next claim", e);
            doubt(List.of(lease.key().device()));
        }
    }

    /**
     * Whether a step on these devices was committed is not known, so neither is what this node holds of them. It gives that
     * up before it claims again, and whoever claims it goes on from what the tables say.
     */
    public void doubt(Collection<DeviceKey> devices) {
        doubts.about(devices);
    }

    /** Claims nothing more; what is held, or written already leased to this node, is handed out at its instant as before. */
    public void stopClaiming() {
        lock.lock();
        try {
            claiming = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops claiming and handing out, and frees what is held for the other nodes, now and whatever comes later. The node's
     * lease is kept, for calls that are still out.
     */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops for good, and frees what this node holds. */
    @Override
    public void close() {
        stop();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        threads.forEach(Agenda::joinUninterruptibly);
        if (lender.isPresent()) {
            // What it held it has freed; the node is the other's to sign off.
            return;
        }
        leaseEndsNanos = nanos.getAsLong();
        try {
            database.asEngine(tx -> {
                DueRows.leave(tx, node);
                return true;
            });
        } catch (StoreException e) {
            log.warn("could not free this node's due rows; its lease will lapse", e);
        }
    }

    private int size() {
        lock.lock();
        try {
            return held.size();
        } finally {
            lock.unlock();
        }
    }

    private void claimLoop() {
        while (!isStopped()) {
            if (claimNext() < config.batch()) {
                await(aboutATick(), () -> stopped);
            } else if (oneOfSeveral && size() >= config.batch()) {
                await(config.tick().dividedBy(SHARING_DIVISOR), () -> stopped);
            }
        }
        for (List<Lease> held = awaitHeld(); !held.isEmpty(); held = awaitHeld()) {
            free(held);
        }
    }

    /**
     * Half a tick to one and a half. Nodes that looked in step would share badly: whoever looks shortly after another finds
     * little, and would find little for ever.
     */
    private Duration aboutATick() {
        long nanos = config.tick().toNanos();
        return Duration.ofNanos(chance.nextLong(nanos / 2, nanos + nanos / 2));
    }

    /** What came to be held though the agenda has stopped; empty once it is closed. */
    private List<Lease> awaitHeld() {
        lock.lock();
        try {
            while (held.isEmpty() && !closed) {
                changed.await();
            }
            List<Lease> all = List.copyOf(held);
            held.clear();
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void free(List<Lease> leases) {
        try {
            int freed = database.asEngineAtOnce(tx -> DueRows.release(tx, node, leases));
            log.debug("freed {} of {} due rows for other nodes", freed, leases.size());
        } catch (StoreException e) {
            log.warn(
                    "could not free {} due rows; closing the agenda does, or the lapse of its lease", leases.size(), e);
        }
    }

    /** Claims once, as much as there is room for; gives how many rows came. */
    int claimNext() {
        if (!settleDoubts()) {
            return 0;
        }
        int room = config.most() - size();
        return leaseHolds() && room > 0 && isClaiming() ? claim(Math.min(config.batch(), room)) : 0;
    }

    boolean isInDoubt() {
        return !doubts.open().isEmpty();
    }

    /**
     * Frees what is in doubt, but for the devices that have calls out: those are left to bring their answers. What is held is
     * read first and freed under the tokens that were read; a call that was committed to before, and has not begun by the time
     * the term ends, is not made.
     */
    private boolean settleDoubts() {
        Doubts.Open open = doubts.open();
        if (open.isEmpty()) {
            return true;
        }
        try {
            List<Lease> mine = database.asEngineAtOnce(tx -> DueRows.heldBy(tx, node)).stream()
                    .filter(lease ->
                            lender.isEmpty() || handlers.containsKey(lease.key().kind()))
                    .filter(lease -> open.concerns(lease.key().device()))
                    .toList();
            if (!mine.stream().allMatch(busy::isWith)) {
                term.incrementAndGet();
                List<Lease> idle =
                        mine.stream().filter(lease -> !busy.isWith(lease)).toList();
                database.asEngineAtOnce(tx -> DueRows.giveUp(tx, node, idle));
            }
            doubts.settled(
                    open,
                    mine.stream()
                            .filter(busy::isWith)
                            .map(lease -> lease.key().device())
                            .collect(Collectors.toSet()));
            return true;
        } catch (StoreException e) {
            log.warn("could not give up what is in doubt; trying again at the next tick", e);
            return false;
        }
    }

    private int claim(int limit) {
        try {
            Instant until = clock.instant().plus(config.horizon());
            List<Lease> leases =
                    database.asEngineAtOnce(tx -> DueRows.claim(tx, node, handlers.keySet(), until, limit));
            addAll(leases);
            return leases.size();
        } catch (StoreException e) {
            log.warn("could not claim due rows; trying again at the next tick", e);
            if (e.isInDoubt()) {
                doubts.aboutEverything();
            }
            return 0;
        }
    }

    private void renewLoop() {
        while (!isClosed()) {
            await(config.lease().dividedBy(4), () -> closed);
            if (!isClosed()) {
                keepLease();
            }
        }
    }

    /** Renews once; what fails is left to the next time, and the lease runs down meanwhile. */
    void keepLease() {
        try {
            renew();
        } catch (StoreException e) {
            renewing = false;
            log.warn("could not renew this node's lease; it works on nothing once the lease has lapsed", e);
        }
    }

    private void renew() {
        long startNanos = nanos.getAsLong();
        Instant now = clock.instant();
        Renewed renewed = database.asEngine(tx -> new Renewed(
                DueRows.renew(tx, node, now.plus(config.lease())),
                DueRows.sweep(tx, now),
                DueRows.isOneOfSeveral(tx, node)));
        oneOfSeveral = renewed.oneOfSeveral();
        if (!leaseHolds()) {
            term.incrementAndGet();
            turned.forget();
        }
        leaseEndsNanos = startNanos
                + config.lease().minus(config.lease().dividedBy(MARGIN_DIVISOR)).toNanos();
        renewing = true;
        if (renewed.freed() > 0) {
            stolen.increment(renewed.freed());
            log.info("took over {} due rows from nodes whose lease had lapsed", renewed.freed());
        }
        try {
            hear(renewed.news());
        } catch (StoreException e) {
            // The lease is renewed all the same. Whoever turns a clock waits for this node to say so, with its next
            // renewal.
            log.warn("could not say whose clocks this node knows to be turned", e);
        }
    }

    /** What is said to be known must be known: first it is, then it is said. A node that is new hears of all there are. */
    private void hear(List<CustomerId> news) {
        news.forEach(turned::heard);
        if (!news.isEmpty()) {
            database.asEngineAtOnce(tx -> DueRows.heard(tx, node, news));
        }
        if (!turned.isComplete()) {
            turned.all(database.asEngineAtOnce(DueRows::turned));
        }
    }

    private record Renewed(List<CustomerId> news, int freed, boolean oneOfSeveral) {}

    private void handOutLoop() {
        while (!isStopped()) {
            handOut(awaitDue());
        }
    }

    /** Hands out what is due now, and waits for nothing. */
    void handOutDue() {
        List<Lease> due;
        lock.lock();
        try {
            due = takeDue();
        } finally {
            lock.unlock();
        }
        handOut(due);
    }

    private void handOut(List<Lease> due) {
        due.stream()
                .collect(Collectors.groupingBy(lease -> lease.key().kind(), LinkedHashMap::new, Collectors.toList()))
                .forEach(this::handOut);
    }

    private void handOut(String kind, List<Lease> leases) {
        Consumer<List<Lease>> handler = Objects.requireNonNull(handlers.get(kind), kind);
        try {
            handler.accept(leases);
        } catch (RuntimeException e) {
            log.error("the handler of {} failed; {} due rows are given up for now", kind, leases.size(), e);
            leases.forEach(this::release);
        }
    }

    /** Takes what is due, a batch at most; the lock is held. */
    private List<Lease> takeDue() {
        Instant now = clock.instant();
        List<Lease> due = new ArrayList<>();
        for (Lease next = held.peek();
                next != null && !next.dueAt().isAfter(now) && due.size() < config.batch();
                next = held.peek()) {
            due.add(next);
            held.poll();
            lateness.record(Duration.between(next.dueAt(), now));
        }
        return due;
    }

    /** The instant of the first row that is held in memory. */
    Optional<Instant> nextDue() {
        lock.lock();
        try {
            return Optional.ofNullable(held.peek()).map(Lease::dueAt);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is due, and takes all that is. */
    private List<Lease> awaitDue() {
        lock.lock();
        try {
            while (!stopped) {
                List<Lease> due = takeDue();
                if (!due.isEmpty()) {
                    return due;
                }
                Lease next = held.peek();
                Duration wait = next == null ? config.tick() : Duration.between(clock.instant(), next.dueAt());
                Duration atMost = wait.compareTo(config.tick()) > 0 ? config.tick() : wait;
                changed.awaitNanos(Math.max(atMost.toNanos(), 1));
            }
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClaiming() {
        lock.lock();
        try {
            return claiming;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until it is {@code over}; asked under the lock. */
    private void await(Duration duration, BooleanSupplier over) {
        lock.lock();
        try {
            long nanos = duration.toNanos();
            while (!over.getAsBoolean() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
