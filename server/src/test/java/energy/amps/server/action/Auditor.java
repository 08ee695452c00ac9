package energy.amps.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.Outcome;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.Verification.State;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows what the contract allows, from what it is told of pushes, answers and steps, and from nothing that the engine
 * thinks. Where the truth could not be known to anyone it keeps every possibility.
 */
final class Auditor {
    private final BenchVendor vendor;
    private final EngineRules rules;
    private final Map<ActionId, LiveAction> ledger = new LinkedHashMap<>();
    private final Map<ActionId, Integer> sendings = new HashMap<>();
    private final Set<ActionId> decided = new HashSet<>();

    /** Where the device may stand while no window has it. */
    private final Set<Instruction> bases = new HashSet<>(Set.of(BenchVendor.NATIVE));

    Auditor(BenchVendor vendor, EngineRules rules) {
        this.vendor = vendor;
        this.rules = rules;
    }

    /** Every action that was ever accepted, as it was last written. */
    List<LiveAction> ledger() {
        return List.copyOf(ledger.values());
    }

    void accepted(LiveAction action) {
        ledger.put(action.id(), action);
    }

    /** An answer counts: from here on the command must not be sent again. */
    void heard(Bench.Call call) {
        boolean decides = call.outcome()
                .filter(o -> o instanceof Outcome.Accepted || o instanceof Outcome.Rejected)
                .isPresent();
        if (decides && call.effect().purpose() == Attempt.Purpose.APPLY) {
            decided.add(call.sent().id());
        }
    }

    void stepped(Optional<LiveAction> before, LiveAction is, Instant now) {
        before.ifPresent(was -> {
            assertThat(is.state() == was.state() || Stage.next(was.state()).contains(is.state()))
                    .as("%s -> %s", was.place(), is.place())
                    .isTrue();
            assertThat(is.stage() == was.stage() || was.stage().next().contains(is.stage()))
                    .as("%s -> %s", was.place(), is.place())
                    .isTrue();
            if (was.state().isTerminal()) {
                assertThat(is.report().completedAt()).isEqualTo(was.report().completedAt());
                assertThat(is.report().error()).isEqualTo(was.report().error());
            }
        });
        verified(before.flatMap(was -> was.work().verification()), is);
        assertThat(is.state().isTerminal())
                .isEqualTo(is.report().completedAt().isPresent())
                .isEqualTo(is.report().message().isPresent());
        if (is.state().isTerminal()
                && before.filter(was -> was.state().isTerminal()).isEmpty()) {
            ended(is);
        }
        if (is.stage() == Stage.SENDING && is.order().isWindow()) {
            assertThat(bases)
                    .as("the prior mode of %s", is)
                    .contains(is.window().priorOrIdle());
        }
        ledger.put(is.id(), is);
    }

    /** This vendor does what it says: it is never contradicted, and what was found out once stays. */
    private void verified(Optional<Verification> before, LiveAction is) {
        Optional<Verification> after = is.work().verification();
        before.filter(was -> !was.isPending())
                .ifPresent(was -> assertThat(after).as("%s", is).contains(was));
        assertThat(after.map(Verification::state)).as("%s", is).isNotEqualTo(Optional.of(State.CONTRADICTED));
        if (after.filter(now -> now.state() == State.CONFIRMED).isPresent()) {
            assertThat(vendor.everStoodUnder(is.order().instruction()))
                    .as("%s", is)
                    .isTrue();
        }
        if (is.stage() == Stage.DONE) {
            assertThat(is.isToBeVerified()).as("%s", is).isFalse();
        }
    }

    private void ended(LiveAction action) {
        if (action.order().isWindow()) {
            return;
        }
        if (action.state() == ActionState.COMPLETED) {
            bases.clear();
            bases.add(action.order().instruction());
        } else if (action.report()
                .error()
                .filter(e -> e.code() == FaultCode.OUTCOME_UNKNOWN)
                .isPresent()) {
            bases.add(action.order().instruction());
        }
    }

    /** Judges a command before it goes out. */
    void sending(LiveAction action, Effect effect, List<Bench.Call> out, Instant now) {
        assertThat(out.stream().filter(call -> call.effect() instanceof Effect.Send))
                .as("at most one write is under way when %s is sent", action)
                .isEmpty();
        if (effect.purpose() == Attempt.Purpose.APPLY) {
            assertThat(decided)
                    .as("never again after the vendor's yes or no: %s", action)
                    .doesNotContain(action.id());
            assertThat(sendings.merge(action.id(), 1, Integer::sum)).isLessThanOrEqualTo(EngineRules.MOST_SENDINGS);
            assertThat(action.state()).isEqualTo(ActionState.ACKNOWLEDGED);
            assertThat(action.beginsAt()).isBeforeOrEqualTo(now);
            assertThat(Turn.isTooLate(action, rules, now)).isFalse();
        } else if (effect.purpose() == Attempt.Purpose.RENEWAL) {
            assertThat(Renewing.instruction(action))
                    .as("told again, though the device stands under something else: %s", action)
                    .isEqualTo(vendor.standing());
        } else {
            assertThat(action.order().hasEnded(now) || action.state() == ActionState.FAILED)
                    .as("returned before its end: %s", action)
                    .isTrue();
        }
    }

    void committed(Docket docket, Instant now) {
        assertThat(docket.live().stream().filter(a -> a.state() == ActionState.ACKNOWLEDGED))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(docket.live().stream().filter(a -> a.stage().isCalling())).hasSizeLessThanOrEqualTo(1);
        List<LiveAction> windows = new ArrayList<>(docket.live().stream()
                .filter(a -> !a.state().isTerminal() && a.order().isWindow())
                .toList());
        for (int i = 0; i < windows.size(); i++) {
            for (int k = i + 1; k < windows.size(); k++) {
                assertThat(overlap(windows.get(i).order(), windows.get(k).order()))
                        .as("%s overlaps %s", windows.get(i), windows.get(k))
                        .isFalse();
            }
        }
        for (LiveAction known : ledger.values()) {
            assertThat(known.state().isTerminal() || docket.find(known.id()).isPresent())
                    .as("accepted, and lost: %s", known)
                    .isTrue();
        }
        if (docket.live().isEmpty()) {
            assertThat(bases)
                    .as("where the device stands with nothing going on at %s", now)
                    .contains(vendor.standing());
        }
    }

    private static boolean overlap(Order one, Order other) {
        return one.start().orElseThrow().isBefore(other.end().orElseThrow())
                && other.start().orElseThrow().isBefore(one.end().orElseThrow());
    }
}
