package energy.amps.server.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.check.Checked;
import energy.amps.command.Command;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SandboxControls.Failure;
import energy.amps.connector.SandboxControls.RevertFailure;
import energy.amps.device.BatteryState;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The invariants of the engine through its front doors, on the real store, with the sandbox and its misbehaviour. */
class EngineOnDatabaseProperties {
    private static House shared;
    private static Sql sql;

    sealed interface Move {
        record Push(
                String command,
                Optional<Duration> startsIn,
                Optional<Duration> lasts,
                Optional<String> strategy,
                SandboxControls controls)
                implements Move {}

        record Cancel(int which) implements Move {}

        record End(int which) implements Move {}

        record Pass(Duration time) implements Move {}

        record Restart(Duration pause) implements Move {}
    }

    @BeforeContainer
    static void open() {
        shared = House.open();
        sql = Sql.on(shared.postgres);
    }

    @AfterContainer
    static void close() {
        sql.close();
        shared.close();
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void tablesKeepTheRulesAndEverythingComesToRest(@ForAll("moves") List<Move> moves) {
        House house = shared;
        Set<ActionId> accepted = new LinkedHashSet<>();
        for (Move move : moves) {
            play(house, move, accepted);
            StoredInvariants.check(sql);
        }
        comeToRest(house);
        StoredInvariants.check(sql);
        for (ActionId id : accepted) {
            assertThat(house.action(id).state().isTerminal()).as("%s", id).isTrue();
        }
        assertThat(sql.column("""
                        select id from action where verification ->> 'state' = 'contradicted'
                          and not coalesce((controls ->> 'acceptButIgnore')::boolean, false)
                        """)).as("contradicted, and not ignored").isEmpty();
        assertThat(mode(house)).isIn(mayHold());
    }

    private static void play(House house, Move move, Set<ActionId> accepted) {
        switch (move) {
            case Move.Push push -> {
                if (push(house, push) instanceof Checked.Passed<Action>(Action action)) {
                    accepted.add(action.id());
                }
            }
            case Move.Cancel(int which) ->
                pick(accepted, which)
                        .ifPresent(id -> house.platform.actions().cancel(house.caller, id, Keep.nothing()));
            case Move.End(int which) ->
                pick(accepted, which).ifPresent(id -> house.platform.actions().end(house.caller, id, Keep.nothing()));
            case Move.Pass(Duration time) -> house.clock.advance(time);
            case Move.Restart(Duration pause) -> house.restartAfter(pause);
        }
    }

    private static Checked<Action> push(House house, Move.Push push) {
        Instant now = house.clock.instant();
        Optional<Instant> start = push.startsIn().map(now::plus);
        Optional<Instant> end = start.flatMap(from -> push.lasts().map(from::plus));
        return house.push(
                push.command(),
                Optional.empty(),
                start.map(Instant::toString),
                end.map(Instant::toString),
                push.strategy(),
                push.controls());
    }

    private static Optional<ActionId> pick(Set<ActionId> from, int which) {
        return from.isEmpty() ? Optional.empty() : Optional.of(new ArrayList<>(from).get(which % from.size()));
    }

    /** Hours go by in steps until no action is unfinished. */
    private static void comeToRest(House house) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    house.clock.advance(Duration.ofMinutes(30));
                    return sql.number("select count(*) from action where stage <> 'done'") == 0;
                });
    }

    /**
     * The last bare command that was completed and not ignored stands; windows are all closed again. A window that opened after
     * an ignored command returns to that one, which may then hold; and what an ignored command took the device over from may never have
     * ended.
     */
    private static Set<Command> mayHold() {
        Set<Command> may = new LinkedHashSet<>();
        for (String row : sql.column("""
                        select a.command || ' ' || (a.verification ->> 'state') || ' ' || a.id from action a join event e
                          on e.customer_id = a.customer_id and e.data ->> 'actionId' = a.id and e.type = 'push.completed'
                        where a.state = 'completed' and a.end_at is null
                        order by e.sequence desc
                        """)) {
            String[] words = row.split(" ", 3);
            may.add(Command.of(words[0]).orElseThrow());
            if (!words[1].equals("contradicted")) {
                return may;
            }
            may.addAll(takenOverFrom(words[2]));
        }
        may.add(Command.AUTO_BALANCED);
        return may;
    }

    /** What had the device before that action, as long as it was handed on without anything being written back. */
    private static List<Command> takenOverFrom(String action) {
        return sql.column("""
                        with recursive handed as (
                            select id, command from action where id = ?
                            union
                            select a.id, a.command from action a join handed h on a.message like '%handed to ' || h.id || '.')
                        select command from handed
                        """, action).stream()
                .map(command -> Command.of(command).orElseThrow())
                .toList();
    }

    private static Command mode(House house) {
        return ((BatteryState) house.read().state().orElseThrow()).currentMode().orElseThrow();
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 20);
        return Arbitraries.frequencyOf(
                        Tuple.of(6, pushes()),
                        Tuple.of(5, times().map(Move.Pass::new)),
                        Tuple.of(2, which.map(Move.End::new)),
                        Tuple.of(1, which.map(Move.Cancel::new)),
                        Tuple.of(1, times().map(Move.Restart::new)))
                .list()
                .ofMinSize(3)
                .ofMaxSize(12);
    }

    private static Arbitrary<Move> pushes() {
        return Combinators.combine(
                        Arbitraries.of("charge", "discharge", "idle", "auto.export"),
                        Arbitraries.of(0, 5, 20, 600).map(Duration::ofMinutes).optional(0.8),
                        Arbitraries.of(1, 10, 300).map(Duration::ofMinutes).optional(0.7),
                        Arbitraries.of("queue_after", "cancel_and_replace").optional(0.8),
                        controls())
                .as(Move.Push::new);
    }

    private static Arbitrary<SandboxControls> controls() {
        return Combinators.combine(
                        Arbitraries.of(FaultCode.DEVICE_OFFLINE, FaultCode.TIMEOUT)
                                .optional(0.1),
                        Arbitraries.of(1, 90).map(Duration::ofSeconds).optional(0.2),
                        Arbitraries.of("", "", "", "", "lost", "ignored"),
                        Combinators.combine(
                                        Arbitraries.of(FaultCode.DEVICE_OFFLINE, FaultCode.TIMEOUT),
                                        Arbitraries.of(1, 3, 20))
                                .as(RevertFailure::new)
                                .optional(0.3))
                .as((error, delay, trick, revert) -> new SandboxControls(
                        error.map(code -> new Failure(code, Optional.empty())),
                        delay,
                        trick.equals("ignored"),
                        trick.equals("lost"),
                        false,
                        revert));
    }

    private static Arbitrary<Duration> times() {
        return Arbitraries.of(1, 30, 60, 300, 600, 3600, 36_000).map(Duration::ofSeconds);
    }
}
