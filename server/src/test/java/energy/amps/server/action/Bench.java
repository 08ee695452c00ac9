package energy.amps.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.check.CheckedPush;
import energy.amps.check.TimeRules;
import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.agenda.Due;
import energy.amps.server.agenda.Lease;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The engine's pure functions on a bench: one device, a scripted vendor, and in place of store and agenda a docket, the due
 * rows with their owners and tokens, and the leases that a node holds in memory. What is committed is judged by an {@link
 * Auditor} before anything goes on.
 */
final class Bench {
    static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration HORIZON = Duration.ofSeconds(1);
    private static final DeviceKey DEVICE =
            new DeviceKey(new Tenant(new CustomerId("cus_1"), Environment.SANDBOX), new DeviceId("device_1"));
    private static final int MOST_TURNS_AT_ONCE = 200;

    /** A call that is out: for which action as it was committed, and what it will bring. */
    record Call(LiveAction sent, Effect effect, Optional<Outcome> outcome, Optional<ReadOutcome> read) {}

    final BenchVendor vendor;
    private final EngineRules rules = new EngineRules(Duration.ofMinutes(5));
    private final Auditor auditor;
    private final List<Call> out = new ArrayList<>();
    private final List<Lease> memory = new ArrayList<>();
    private Docket docket;
    private Instant now = START;
    private int lives = 1;
    private int actions;

    Bench(Collection<Fate> script) {
        vendor = new BenchVendor(script);
        auditor = new Auditor(vendor, rules);
        DeviceRow.Facts facts = new DeviceRow.Facts(
                Family.BATTERY, "bench", "One", Optional.of(ZoneId.of("Europe/London")), new UserId("user_1"));
        docket = new Docket(new DeviceRow(DEVICE, facts, 0, Optional.empty(), new ConnectorState(1, "{}")), List.of());
    }

    Instant now() {
        return now;
    }

    Docket docket() {
        return docket;
    }

    List<Call> out() {
        return List.copyOf(out);
    }

    Auditor auditor() {
        return auditor;
    }

    private String node() {
        return "node_" + lives;
    }

    /** A push that passed the check comes in; refused when the docket says so. */
    Checked<LiveAction> push(CheckedPush push) {
        if (TimeRules.limits(push.timing(), now) instanceof Checked.Refused<?>(var refusal)) {
            return new Checked.Refused<>(refusal);
        }
        ActionId id = new ActionId("act_%04d".formatted(++actions));
        Header header = new Header(id, DEVICE, new UserId("user_1"), new KeyId("key_1"), Family.BATTERY, now);
        return new Acceptance(vendor, vendor.capabilities(docket.device().linked(now)), now)
                .decide(docket, push, SandboxControls.NONE, header)
                .then(accepted -> {
                    auditor.accepted(accepted.action());
                    commit(accepted.step());
                    return new Checked.Passed<>(accepted.action());
                });
    }

    void cancel(LiveAction action) {
        if (Withdrawal.cancel(docket, action, now) instanceof Checked.Passed<Stepped>(Stepped step)) {
            commit(step);
        }
    }

    void end(LiveAction action) {
        if (Withdrawal.end(docket, action, now) instanceof Checked.Passed<Stepped>(Stepped step)) {
            commit(step);
        }
    }

    /** Time goes by in one step, and then everything that is due has its turn. */
    void pass(Duration duration) {
        now = now.plus(duration);
        turns();
    }

    /** To the next instant at which something is due; whether there is one. */
    boolean passToNext() {
        Optional<Instant> next = Stream.concat(
                        memory.stream().map(Lease::dueAt),
                        docket.live().stream()
                                .flatMap(a -> a.timer().flatMap(LiveAction.Timer::due).stream())
                                .filter(due -> due.owner().isEmpty())
                                .map(Due::at))
                .min(Comparator.naturalOrder());
        next.ifPresent(at -> pass(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO));
        return next.isPresent();
    }

    /** The clock steps back between the handing out of what is due next and its turn. */
    void passToNextAndBack(Duration back) {
        claim(now.plus(HORIZON));
        Instant at =
                memory.stream().map(Lease::dueAt).min(Comparator.naturalOrder()).orElseThrow();
        now = at.minus(back);
        List<Lease> due =
                memory.stream().filter(lease -> lease.dueAt().equals(at)).toList();
        memory.removeAll(due);
        commit(new Turn(vendor, rules, now)
                .take(
                        docket,
                        due.stream().map(lease -> Turn.Claim.of(lease, docket)).toList()));
    }

    private void turns() {
        for (int i = 0; i < MOST_TURNS_AT_ONCE; i++) {
            claim(now);
            List<Lease> due =
                    memory.stream().filter(lease -> !lease.dueAt().isAfter(now)).toList();
            if (due.isEmpty()) {
                return;
            }
            memory.removeAll(due);
            List<Turn.Claim> claims =
                    due.stream().map(lease -> Turn.Claim.of(lease, docket)).toList();
            commit(new Turn(vendor, rules, now).take(docket, claims));
        }
        throw new AssertionError("the device is never done with this instant: " + docket.live());
    }

    /** As the agenda does: free rows that are due go to this node, under a new token. */
    private void claim(Instant until) {
        for (LiveAction action : docket.live()) {
            Due due = action.timer().flatMap(LiveAction.Timer::due).orElseThrow();
            if (due.owner().isEmpty() && !due.at().isAfter(until)) {
                Due mine = new Due(due.at(), Optional.of(node()), nextEven(due.token()));
                docket = docket.with(action.with(LiveAction.Timer.standing(mine)));
                memory.add(new Lease(DocketWriter.key(action), mine.token(), mine.at()));
            }
        }
    }

    private static long nextEven(long token) {
        return (token | 1) + 1;
    }

    /** One call comes back and is brought to the desk. */
    void answer(Call call) {
        out.remove(call);
        docket.find(call.sent().id())
                .filter(action -> Lifecycle.isStillTheSame(call.sent(), action))
                .ifPresent(action -> {
                    auditor.heard(call);
                    commit(settled(call, action));
                });
    }

    private Stepped settled(Call call, LiveAction action) {
        Settlement settlement = new Settlement(vendor, rules, now, now);
        if (call.outcome().isPresent()) {
            return settlement.heard(docket, action, call.outcome().get());
        }
        Instruction instruction = instructionOf(call.sent(), call.effect());
        ReadOutcome read = call.read().orElseThrow();
        return settlement.seen(
                docket, action, ReadBack.of(vendor, docket.device().linked(now), instruction, read));
    }

    /** One call comes back and its step cannot be committed: its device is woken again under the token it had. */
    void loseTheStepOf(Call call) {
        out.remove(call);
        memory.add(new Lease(DocketWriter.key(call.sent()), call.sent().token(), now.plusSeconds(5)));
    }

    /** The node dies with everything it has out, and another frees its rows. */
    void crash() {
        out.clear();
        memory.clear();
        for (LiveAction action : docket.live()) {
            Due due = action.timer().flatMap(LiveAction.Timer::due).orElseThrow();
            Due swept = new Due(due.at(), Optional.empty(), nextEven(due.token()));
            docket = docket.with(action.with(LiveAction.Timer.standing(swept)));
        }
        lives++;
        turns();
    }

    private void commit(Stepped step) {
        Docket before = docket;
        List<LiveAction> written = new ArrayList<>();
        for (LiveAction action : step.docket().live()) {
            Optional<LiveAction> was = before.find(action.id());
            LiveAction is = was.filter(action::equals).isPresent() ? action : timed(action);
            auditor.stepped(was, is, now);
            written.add(is);
        }
        Docket whole = new Docket(step.docket().device(), written);
        docket = new Docket(
                whole.device(),
                written.stream().filter(a -> a.stage() != Stage.DONE).toList());
        for (Effect effect : step.effects()) {
            carryOut(whole.find(effect.action()).orElseThrow(), effect);
        }
        auditor.committed(docket, now);
        checkEverythingWillWake();
    }

    /** What {@link DocketWriter} does to an action's due row. */
    private LiveAction timed(LiveAction action) {
        Optional<Instant> moveTo = action.timer().flatMap(LiveAction.Timer::moveTo);
        if (moveTo.isEmpty()) {
            return action;
        }
        LiveAction.Timer timer = action.timer().orElseThrow();
        boolean soon = !moveTo.get().isAfter(now.plus(HORIZON));
        Due due = DocketWriter.moved(timer, soon, node());
        if (!timer.hold() && soon) {
            memory.add(new Lease(DocketWriter.key(action), due.token(), due.at()));
        }
        return action.with(LiveAction.Timer.standing(due));
    }

    private void carryOut(LiveAction action, Effect effect) {
        Instruction instruction = instructionOf(action, effect);
        Attempt attempt = new Attempt(
                "bench",
                effect.purpose(),
                action.sending().attempt(),
                action.sending().sentAt(),
                action.order().clearScheduler(),
                action.order().controls());
        switch (effect) {
            case Effect.Send send -> {
                auditor.sending(action, effect, out, now);
                Outcome outcome = vendor.apply(docket.device().linked(now), instruction, attempt);
                out.add(new Call(action, effect, Optional.of(outcome), Optional.empty()));
            }
            case Effect.Ask ask -> {
                Outcome outcome = vendor.poll(docket.device().linked(now), instruction, attempt);
                out.add(new Call(action, effect, Optional.of(outcome), Optional.empty()));
            }
            case Effect.Look look -> out.add(new Call(action, effect, Optional.empty(), Optional.of(vendor.look(now))));
        }
    }

    static Instruction instructionOf(LiveAction action, Effect effect) {
        return switch (effect.purpose()) {
            case APPLY -> action.order().instruction();
            case RETURN -> action.window().priorOrIdle();
            case RENEWAL -> Renewing.instruction(action);
        };
    }

    /** Nothing is forgotten: a row is free to claim, or waits in memory, or has its call out. */
    private void checkEverythingWillWake() {
        for (LiveAction action : docket.live()) {
            Optional<Due> due = action.timer().flatMap(LiveAction.Timer::due);
            assertThat(due).as("due row of %s", action).isPresent();
            boolean free = due.get().owner().isEmpty();
            boolean waits = memory.stream()
                    .anyMatch(lease -> lease.key().ref().equals(action.id().value())
                            && !lease.dueAt()
                                    .isAfter(
                                            due.get().at().isAfter(now)
                                                    ? due.get().at()
                                                    : now.plusSeconds(5)));
            boolean called = action.stage().isCalling()
                    && out.stream().anyMatch(call -> call.sent().id().equals(action.id()));
            assertThat(free || waits || called).as("something wakes %s", action).isTrue();
        }
    }
}
