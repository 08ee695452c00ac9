package energy.amps.server.clock;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.action.Passage;
import energy.amps.server.action.Renewal;
import energy.amps.server.agenda.Agenda;
import energy.amps.server.agenda.DueKey;
import energy.amps.server.agenda.Lease;
import energy.amps.server.clock.ClockRow.Turning;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox's clocks, as integrators read and turn them (contract section 11). Thread-safe. */
public final class TestClocks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TestClocks.class);

    /** How far one call turns a clock at most. */
    public static final Duration FARTHEST = Duration.ofDays(400);

    /** Between two looks at what a walk has to wait for. */
    static final Duration LOOK = Duration.ofMillis(2);

    /** How long after a step that failed a walk is taken up again. */
    static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private static final String KIND = "clock";

    private final Walk.Parts parts;
    private final Database database;
    private final Agenda agenda;
    private final ExecutorService walks = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param platform the platform's time
     * @param agenda what keeps a turn that is under way; not yet started
     * @param passage takes devices through instants
     * @param renewal makes devices new
     * @param others further kinds of due rows that go by the tenant's time, and the agendas that hand them out
     */
    public TestClocks(
            Database database,
            InstantSource platform,
            Agenda agenda,
            Passage passage,
            Renewal renewal,
            Map<String, Agenda> others) {
        this.parts = new Walk.Parts(database, platform, agenda, passage, renewal, others);
        this.database = database;
        this.agenda = agenda;
        agenda.handle(KIND, leases -> leases.forEach(lease -> walks.execute(() -> walk(lease))));
    }

    /** The clock as it is now. */
    public Checked<ClockView> read(Caller caller) {
        return admitted(caller).then(tenant -> new Checked.Passed<>(seen(tenant)));
    }

    /**
     * Turns the clock: forward, and {@link #FARTHEST} at most; refused while it is being turned, but for a reset. What is
     * asked for is durable when this returns, and done where nothing lies in the way.
     *
     * @param keep what is written with it
     */
    public Checked<ClockView> turn(Caller caller, ClockTurn turn, Keep<ClockView> keep) {
        return admitted(caller).then(tenant -> {
            DueKey key = new DueKey(KIND, new DeviceKey(tenant, new DeviceId(KIND)), KIND);
            try {
                return database.inTransaction(tenant, tx -> asked(tx, key, turn, keep))
                        .then(asked -> {
                            asked.lease().ifPresent(agenda::add);
                            return new Checked.Passed<>(asked.clock());
                        });
            } catch (StoreException e) {
                if (e.isInDoubt()) {
                    agenda.doubt(List.of(key.device()));
                }
                throw e;
            }
        });
    }

    /**
     * A turn that was asked for.
     *
     * @param clock the clock with it
     * @param lease the row that keeps it, when that is new
     */
    private record Asked(ClockView clock, Optional<Lease> lease) {}

    private ClockView seen(Tenant tenant) {
        Optional<ClockRow> found = database.inTransaction(tenant, tx -> ClockRows.find(tx, tenant));
        Instant now = parts.platform().instant();
        return found.map(clock -> clock.view(now)).orElse(new ClockView(false, now, false, Optional.empty()));
    }

    /** A clock is the whole sandbox's: it takes a caller who sees all of it. */
    private static Checked<Tenant> admitted(Caller caller) {
        if (!(caller.scope() instanceof Caller.Scope.Everyone)) {
            return refused(
                    ErrorCode.INSUFFICIENT_PERMISSIONS, "The clock is the whole sandbox's; ask without 'x-user-id'.");
        }
        return caller.tenant().environment() == Environment.SANDBOX
                ? new Checked.Passed<>(caller.tenant())
                : refused(ErrorCode.NOT_FOUND, "Time cannot be turned in the live environment.");
    }

    /** Writes where the clock is bound for, and a row that keeps the turn unless it was made at once. */
    private Checked<Asked> asked(Tx tx, DueKey key, ClockTurn turn, Keep<ClockView> keep) {
        Tenant tenant = key.device().tenant();
        ClockRow clock = ClockRows.lockOrMake(tx, tenant);
        if (clock.turning().isPresent() && !(turn instanceof ClockTurn.Reset)) {
            return refused(ErrorCode.CLOCK_ADVANCING, "The clock is being turned; turn it again when it is ready.");
        }
        Instant platform = parts.platform().instant();
        Instant now = clock.time().at(platform);
        Checked<Boolean> written =
                switch (turn) {
                    case ClockTurn.Freeze(Optional<Instant> at) ->
                        within("/freezeAt", now, at.orElse(now)).then(target -> {
                            ClockRows.turn(tx, tenant, Turning.FREEZE, Optional.of(target), false);
                            return new Checked.Passed<>(true);
                        });
                    case ClockTurn.Advance(Duration by) ->
                        within("/advance", now, now.plus(by)).then(target -> {
                            boolean runsOn = clock.time().frozenAt().isEmpty();
                            ClockRows.turn(tx, tenant, Turning.ADVANCE, Optional.of(target), runsOn);
                            return new Checked.Passed<>(true);
                        });
                    case ClockTurn.Reset reset -> {
                        ClockRows.turn(tx, tenant, Turning.RESET, Optional.empty(), true);
                        yield new Checked.Passed<>(true);
                    }
                };
        return written.then(done -> {
            Optional<Lease> lease =
                    new Walk(parts, tenant).isMadeAtOnce(tx) ? Optional.empty() : agenda.keep(tx, key, platform);
            ClockView asked = ClockRows.find(tx, tenant).orElseThrow().view(platform);
            keep.keep(tx, asked);
            return new Checked.Passed<>(new Asked(asked, lease));
        });
    }

    private static Checked<Instant> within(String pointer, Instant now, Instant target) {
        if (target.isBefore(now)) {
            return invalid(pointer, "the clock goes forward only, and shows " + now);
        }
        return Duration.between(now, target).compareTo(FARTHEST) > 0
                ? invalid(pointer, "more than " + FARTHEST.toDays() + " days ahead of the clock, which shows " + now)
                : new Checked.Passed<>(target);
    }

    private static <T> Checked<T> invalid(String pointer, String message) {
        return new Checked.Refused<>(new Refusal(
                ErrorCode.VALIDATION_ERROR,
                pointer.substring(1) + ": " + message,
                Map.of("errors", List.of(Map.of("pointer", pointer, "message", message)))));
    }

    private static <T> Checked<T> refused(ErrorCode code, String message) {
        return new Checked.Refused<>(Refusal.of(code, message));
    }

    /** Walks until the clock is ready, or this node may not go on; then another does, or this one again. */
    private void walk(Lease lease) {
        Tenant tenant = lease.key().device().tenant();
        long term = agenda.term();
        Walk walk = new Walk(parts, tenant);
        try {
            while (closing.getCount() > 0 && agenda.isStillIn(term)) {
                switch (walk.step()) {
                    case ANOTHER -> {}
                    case A_MOMENT -> closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    case NOTHING -> {
                        if (isDone(lease, tenant)) {
                            return;
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("the clock of {} could not be turned further; it is tried again", tenant.customer(), e);
        }
        agenda.add(
                new Lease(lease.key(), lease.token(), parts.platform().instant().plus(AFTER_FAILURE)));
    }

    /** Drops the row that keeps the turn, unless the clock has been asked to turn again: that turn has found the row there. */
    private boolean isDone(Lease lease, Tenant tenant) {
        return database.asEngine(tx -> {
            boolean ready =
                    ClockRows.lock(tx, tenant).flatMap(ClockRow::turning).isEmpty();
            if (ready) {
                agenda.drop(tx, lease.key());
            }
            return ready;
        });
    }

    /** Lets the steps under way end; whoever takes the work over goes on. The agenda must have stopped before. */
    @Override
    public void close() {
        closing.countDown();
        walks.close();
    }
}
