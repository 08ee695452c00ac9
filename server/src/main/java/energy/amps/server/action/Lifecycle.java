package energy.amps.server.action;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.agenda.Agenda;
import energy.amps.server.agenda.Lease;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.Witness;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.vendor.Errand;
import energy.amps.server.vendor.Gate;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Carries actions out: takes a device's turn at its instant, sends what was committed to be sent, and brings back what came
 * of it. Everything that needs a device's lock goes over the {@link Desk}; everything that leaves the house does so from here,
 * after its commit.
 */
public final class Lifecycle implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    /** How long after a step that failed its device is woken again. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final Agenda agenda;
    private final Connectors connectors;
    private final TenantClock clock;
    private final InstantSource platform;
    private final EngineRules rules;
    private final DocketWriter writer;
    private final Desk desk;
    private final VendorCalls vendors;
    private final Calling calling;
    private final Witness witness;
    private final MeterRegistry meters;
    private final CallsOut out;
    private final ExecutorService effects;
    private volatile Consumer<DeviceKey> credentialsDied = device -> {};
    private volatile Witness looked = Witness.NOBODY;
    private volatile Consumer<Tenant> eventMade = tenant -> {};

    /**
     * What the engine works with.
     *
     * @param database the store
     * @param platform the platform's time
     * @param clock the tenants' time
     * @param ids makes the ids of events
     * @param connectors the vendors
     * @param threads what runs outside of transactions
     * @param meters where it counts
     * @param witness is told what vendors showed
     * @param gate is asked before each call for a device
     */
    public record Parts(
            Database database,
            InstantSource platform,
            TenantClock clock,
            Ids ids,
            Connectors connectors,
            Threads threads,
            MeterRegistry meters,
            Witness witness,
            Gate gate) {

        /** What the engine works with when nobody wants to be told, and everything may go out. */
        public Parts(
                Database database,
                InstantSource platform,
                TenantClock clock,
                Ids ids,
                Connectors connectors,
                Threads threads,
                MeterRegistry meters) {
            this(database, platform, clock, ids, connectors, threads, meters, Witness.NOBODY, Gate.OPEN);
        }
    }

    /**
     * What runs outside of transactions; both are closed with the engine.
     *
     * @param effects runs what is to be done after a commit
     * @param calls runs calls to vendors, which an effect waits for
     */
    public record Threads(ExecutorService effects, ExecutorService calls) {

        /** A virtual thread for each effect and each call. */
        public static Threads virtual() {
            return new Threads(
                    Executors.newVirtualThreadPerTaskExecutor(), Executors.newVirtualThreadPerTaskExecutor());
        }
    }

    /**
     * @param agenda what wakes it; not yet started
     * @param lateLimit how late a bare start may fire
     */
    public Lifecycle(Parts parts, Agenda agenda, Duration lateLimit) {
        this.agenda = agenda;
        this.connectors = parts.connectors();
        this.clock = parts.clock();
        this.platform = parts.platform();
        this.rules = new EngineRules(lateLimit);
        this.witness = parts.witness();
        this.meters = parts.meters();
        this.writer = new DocketWriter(agenda.node(), agenda.horizon(), parts.platform(), parts.ids());
        this.effects = parts.threads().effects();
        this.vendors = new VendorCalls(parts.threads().calls(), parts.gate(), parts.meters());
        this.calling = new Calling(connectors, clock, vendors, this::look, parts.meters());
        this.out = new CallsOut(parts.meters());
        this.desk = new Desk(parts.database(), writer, clock::held, new Committed(), parts.meters());
        agenda.handle(DocketWriter.KIND, this::wake);
    }

    /** Names who is told when a vendor refuses a write because it no longer takes the credentials; before {@link #start}. */
    public void whenCredentialsDie(Consumer<DeviceKey> told) {
        credentialsDied = told;
    }

    /** Names who is told what the engine saw when it looked for itself, of live devices; before {@link #start}. */
    public void whenLooked(Witness told) {
        looked = told;
    }

    /** @param told of each tenant for whom an event was committed, on the thread that committed it */
    public void tellOfEvents(Consumer<Tenant> told) {
        this.eventMade = told;
    }

    /** Opens the desk; the agenda may start after it. */
    public void start() {
        desk.start();
    }

    /** Lets the calls that are out come back, commits what they bring, and stops. The agenda must have stopped before. */
    @Override
    public void close() {
        effects.close();
        desk.close();
        vendors.close();
    }

    Desk desk() {
        return desk;
    }

    DocketWriter writer() {
        return writer;
    }

    Connectors connectors() {
        return connectors;
    }

    TenantClock clock() {
        return clock;
    }

    /** The platform's time. */
    Instant instant() {
        return platform.instant();
    }

    VendorCalls vendors() {
        return vendors;
    }

    EngineRules rules() {
        return rules;
    }

    /** Waits while so much is out that nothing more should be sent. */
    void awaitRoom() {
        out.awaitRoom();
    }

    /** Whether so much is out that nothing more should be accepted that goes out at once. */
    boolean isFull() {
        return out.isFull();
    }

    /** Runs work on a thread of the engine's. */
    void later(Runnable work) {
        effects.execute(work);
    }

    /** The term of the lease under which a transaction begins. */
    long term() {
        return agenda.term();
    }

    /**
     * Goes on from what was committed.
     *
     * @param term that of the transaction's beginning
     */
    void carryOn(Written written, Map<DeviceKey, List<Effect>> wanted, long term) {
        agenda.addAll(written.leases());
        written.ended().forEach(this::report);
        written.eventful().forEach(eventMade);
        wanted.forEach((device, list) -> {
            Docket docket = written.dockets().get(device);
            if (docket != null) {
                list.forEach(effect -> run(docket, effect, term));
            }
        });
    }

    /** Holding the agenda up is how it learns to claim less: other nodes then find what is due. */
    private void wake(List<Lease> leases) {
        out.awaitRoom();
        Map<DeviceKey, List<Lease>> byDevice = leases.stream()
                .collect(Collectors.groupingBy(lease -> lease.key().device(), LinkedHashMap::new, Collectors.toList()));
        byDevice.forEach((device, its) -> desk.submit(new Desk.Job(device, docket -> turn(docket, its), its)));
    }

    private Stepped turn(Docket docket, List<Lease> leases) {
        List<Turn.Claim> claims =
                leases.stream().map(lease -> Turn.Claim.of(lease, docket)).toList();
        return turn(docket, clock.now(docket.time()), claims);
    }

    Stepped turn(Docket docket, Instant now, List<Turn.Claim> claims) {
        return new Turn(connectorOf(docket), rules, now).take(docket, claims);
    }

    /** What was committed is carried on; what could not be is tried again. */
    private final class Committed implements Desk.Aftermath {
        @Override
        public long term() {
            return agenda.term();
        }

        @Override
        public void committed(Written written, Map<DeviceKey, List<Effect>> wanted, long term) {
            carryOn(written, wanted, term);
        }

        @Override
        public void failed(Desk.Job job) {
            Instant again = platform.instant().plus(AFTER_FAILURE);
            job.onFailure().forEach(lease -> agenda.add(new Lease(lease.key(), lease.token(), again)));
        }

        @Override
        public void doubtful(Collection<DeviceKey> devices) {
            agenda.doubt(devices);
        }
    }

    /** Whether an API call's step on a device was committed is not known. */
    void doubt(DeviceKey device) {
        agenda.doubt(List.of(device));
    }

    private void run(Docket docket, Effect effect, long term) {
        LiveAction action = docket.find(effect.action()).orElseThrow();
        DeviceKey device = docket.device().key();
        out.begins();
        agenda.callBegins(device);
        effects.execute(() -> {
            MDC.put("actionId", action.id().value());
            try {
                carryOut(docket, action, effect, term);
            } catch (RuntimeException | Error e) {
                log.error("{} of {} failed; it is looked at again", effect, action.id(), e);
                agenda.add(again(action));
            } finally {
                MDC.remove("actionId");
                agenda.callEnds(device);
                out.ends();
            }
        });
    }

    private void carryOut(Docket docket, LiveAction action, Effect effect, long term) {
        BooleanSupplier allowed = () -> agenda.isStillIn(term);
        Optional<Calling.Reply> reply = effect instanceof Effect.Send && !allowed.getAsBoolean()
                ? Optional.empty()
                : calling.call(docket, action, effect, allowed);
        if (reply.isEmpty()) {
            log.warn("{} was not sent: this node's lease has lapsed, and another may have taken over", action.id());
            agenda.add(again(action));
            return;
        }
        submit(action, reply.get());
        reply.get().refused().ifPresent(code -> failed(docket.device().key(), code));
    }

    /** Calls the vendor for an effect that needs no lease. */
    Calling.Reply call(Docket docket, LiveAction action, Effect effect) {
        return calling.call(docket, action, effect, () -> true).orElseThrow();
    }

    /** The device as its vendor shows it now: a call for the platform's own sake, which gives way to all others. Never in a transaction. */
    public ReadOutcome look(DeviceKey key, Connector connector, LinkedDevice device) {
        ReadOutcome read = read(key, connector, device, Errand.LOOK);
        if (read instanceof ReadOutcome.Reading reading && !connector.profile().isSimulated()) {
            looked.seen(key, reading);
        }
        return read;
    }

    /** The device as its vendor shows it now: a call, for a reader who waits. Never in a transaction. */
    public ReadOutcome read(DeviceKey key, Connector connector, LinkedDevice device) {
        return read(key, connector, device, Errand.READ);
    }

    private ReadOutcome read(DeviceKey key, Connector connector, LinkedDevice device, Errand errand) {
        ReadOutcome read = vendors.read(key, connector, device, errand);
        if (read instanceof ReadOutcome.Reading reading
                && connector.profile().retrieval() == ConnectorProfile.Retrieval.LIVE) {
            witness.seen(key, reading);
            judge(key, reading);
        }
        return read;
    }

    /** Whoever asked for a reading: it may show that someone else has told the device something. The next one does as well. */
    private void judge(DeviceKey key, ReadOutcome.Reading reading) {
        desk.offer(new Desk.Job(
                key,
                docket -> Overriding.seen(docket, connectorOf(docket), reading, clock.now(docket.time())),
                List.of()));
    }

    /**
     * Any other call to a vendor, within its time limit; never in a transaction.
     *
     * @param noAnswer what stands for an answer where there is none
     */
    public <T> T call(Connector connector, String what, Callable<T> call, Function<FaultCode, T> noAnswer) {
        return vendors.call(connector, what, call, fault -> noAnswer.apply(fault.code()));
    }

    /**
     * Wakes an action whose effect came to nothing, under the token it had: should its row still be ours, a call recorded as
     * out is then found to have lost its caller. Nobody else would, because the row is kept for us.
     */
    private Lease again(LiveAction sent) {
        return new Lease(
                DocketWriter.key(sent), sent.token(), platform.instant().plus(AFTER_FAILURE));
    }

    /** A vendor refused for that reason: beyond what it is to an action, it may say something of the device. */
    void failed(DeviceKey device, FaultCode code) {
        if (code == FaultCode.INVALID_CREDENTIALS) {
            credentialsDied.accept(device);
        }
    }

    /** Brings an answer to the desk. It counts only for the sending it belongs to, and only under the lease it had. */
    private void submit(LiveAction sent, Calling.Reply reply) {
        DeviceKey device = sent.header().device();
        Instant answeredAt = platform.instant();
        Lease again = new Lease(DocketWriter.key(sent), sent.token(), answeredAt);
        desk.submit(new Desk.Job(
                device,
                locked -> {
                    Docket docket = reply.noted(locked);
                    return docket.find(sent.id())
                            .filter(action -> isStillTheSame(sent, action))
                            .map(action -> reply.answer()
                                    .settle(
                                            docket,
                                            action,
                                            settlement(docket, docket.time().at(answeredAt))))
                            .orElseGet(() -> stale(docket, sent));
                },
                List.of(again)));
    }

    /** Whether an answer to {@code sent} still concerns the action as it stands. */
    static boolean isStillTheSame(LiveAction sent, LiveAction action) {
        return action.sending().attempt() == sent.sending().attempt()
                && action.sending().at().equals(sent.sending().at())
                && action.token() == sent.token()
                && (action.stage() == sent.stage() || action.stage() == Stage.RELEASING);
    }

    private Stepped stale(Docket docket, LiveAction sent) {
        log.info("an answer for {} came after its sending was settled otherwise; dropped", sent.id());
        return Stepped.unchanged(docket);
    }

    private void report(LiveAction ended) {
        String code = ended.report().error().map(f -> f.code().name()).orElse("none");
        meters.counter("amps.actions.ended", "state", ended.state().wire(), "code", code)
                .increment();
        log.atLevel(ended.state() == ActionState.FAILED ? Level.INFO : Level.DEBUG)
                .addKeyValue("actionId", ended.id())
                .addKeyValue("deviceId", ended.header().device().device())
                .addKeyValue("state", ended.state().wire())
                .addKeyValue("code", code)
                .log("action ended");
    }

    /** @param answeredAt the tenant's instant at which the answer came */
    Settlement settlement(Docket docket, Instant answeredAt) {
        return new Settlement(connectorOf(docket), rules, answeredAt, clock.now(docket.time()));
    }

    Connector connectorOf(Docket docket) {
        return connectors.of(docket.device().facts().vendor());
    }
}
