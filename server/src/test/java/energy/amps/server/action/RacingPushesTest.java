package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.connector.SandboxControls;
import energy.amps.fault.ErrorCode;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contract section 6: what meets on one device is decided one after the other, and exactly one wins. */
class RacingPushesTest {
    private static final int ROUNDS = 1_000;
    private static final Duration VENDORS_TIME = Duration.ofSeconds(10);
    private static House house;

    private final ExecutorService racers = Executors.newFixedThreadPool(2);

    @BeforeAll
    static void open() {
        house = House.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @AfterEach
    void stopRacing() {
        racers.shutdownNow();
        try (Sql sql = Sql.on(house.postgres)) {
            eventually().until(() -> {
                house.clock.advance(Duration.ofMinutes(10));
                return sql.number("select count(*) from action where stage <> 'done'") == 0;
            });
            StoredInvariants.check(sql);
        }
    }

    @Test
    void ofTwoScheduledPushesExactlyOneIsAccepted() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Action accepted = oneOf(race(() -> scheduled("charge", 60), () -> scheduled("discharge", 60)));
            passed(house.platform.actions().cancel(house.caller, accepted.id(), Keep.nothing()));
        }
    }

    /** The vendor takes its time, so that the winner is still in progress when the loser is decided on. */
    @Test
    void ofTwoImmediatePushesExactlyOneIsAccepted() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Action accepted = oneOf(race(() -> immediate("charge"), () -> immediate("discharge")));
            assertThat(accepted.state()).isEqualTo(ActionState.ACKNOWLEDGED);
            eventually().until(() -> {
                house.clock.advance(VENDORS_TIME);
                return isTerminal(accepted);
            });
        }
    }

    /** Whoever comes first: a push that would replace finds it scheduled or gone, never half. */
    @Test
    void pushAgainstCancelLeavesOneActionAtMost() throws Exception {
        for (int round = 0; round < ROUNDS / 5; round++) {
            Action standing = passed(scheduled("charge", 60));
            List<Checked<Action>> answers = race(
                    () -> house.platform.actions().cancel(house.caller, standing.id(), Keep.nothing()),
                    () -> scheduled("discharge", 30));
            passed(answers.getFirst());
            assertThat(house.action(standing.id()).state()).isEqualTo(ActionState.CANCELLED);
            if (answers.getLast() instanceof Checked.Passed<Action>(Action second)) {
                passed(house.platform.actions().cancel(house.caller, second.id(), Keep.nothing()));
            } else {
                assertThat(refused(answers.getLast()).code()).isEqualTo(ErrorCode.CONFLICT);
            }
        }
    }

    @Test
    void pushAgainstEndIsRefusedOrTakesTheDeviceOver() throws Exception {
        for (int round = 0; round < 100; round++) {
            Action window = opened();
            List<Checked<Action>> answers = race(
                    () -> house.platform.actions().end(house.caller, window.id(), Keep.nothing()),
                    () -> scheduled("charge", 60));
            passed(answers.getFirst());
            eventually().until(() -> isTerminal(window));
            assertThat(house.action(window.id()).state()).isEqualTo(ActionState.COMPLETED);
            if (answers.getLast() instanceof Checked.Passed<Action>(Action push)) {
                passed(house.platform.actions().cancel(house.caller, push.id(), Keep.nothing()));
            }
        }
    }

    @Test
    void twoEndsGiveTheSameAnswerAndOneReturn() throws Exception {
        for (int round = 0; round < 100; round++) {
            Action window = opened();
            List<Checked<Action>> answers = race(
                    () -> house.platform.actions().end(house.caller, window.id(), Keep.nothing()),
                    () -> house.platform.actions().end(house.caller, window.id(), Keep.nothing()));
            // The second may find the return already held; it is never anything else.
            assertThat(answers).allSatisfy(answer -> {
                if (answer instanceof Checked.Refused<Action>) {
                    assertThat(refused(answer).code()).isEqualTo(ErrorCode.ACTION_NOT_ENDABLE);
                } else {
                    assertThat(passed(answer).end()).contains(house.clock.instant());
                }
            });
            eventually().until(() -> isTerminal(window));
        }
    }

    @Test
    void replacementAgainstTheFireInstantWinsWholeOrNotAtAll() throws Exception {
        for (int round = 0; round < 100; round++) {
            Action bare = passed(scheduled("charge", 1));
            List<Checked<Action>> answers = race(
                    () -> {
                        house.clock.advance(Duration.ofMinutes(1));
                        return new Checked.Passed<>(bare);
                    },
                    () -> house.push("discharge", at(30), Optional.empty(), Optional.of("cancel_and_replace")));
            if (answers.getLast() instanceof Checked.Passed<Action>(Action replacement)) {
                eventually().until(() -> isTerminal(bare));
                passed(house.platform.actions().cancel(house.caller, replacement.id(), Keep.nothing()));
            } else {
                assertThat(refused(answers.getLast()).details()).containsEntry("reason", "already_in_progress");
                eventually().until(() -> house.action(bare.id()).state() == ActionState.COMPLETED);
            }
        }
    }

    private static Action opened() {
        Action window = passed(house.push("discharge", at(0), at(60), Optional.empty()));
        eventually().until(() -> house.action(window.id()).acknowledgedAt().isPresent());
        house.clock.advance(Duration.ofSeconds(1));
        return window;
    }

    private static Action oneOf(List<Checked<Action>> answers) {
        List<Action> accepted = answers.stream()
                .filter(answer -> answer instanceof Checked.Passed)
                .map(House::passed)
                .toList();
        assertThat(accepted).hasSize(1);
        Checked<Action> other = answers.stream()
                .filter(answer -> answer instanceof Checked.Refused)
                .findFirst()
                .orElseThrow();
        assertThat(refused(other).code()).isEqualTo(ErrorCode.CONFLICT);
        return accepted.getFirst();
    }

    private List<Checked<Action>> race(Callable<Checked<Action>> one, Callable<Checked<Action>> other)
            throws Exception {
        CyclicBarrier line = new CyclicBarrier(2);
        Future<Checked<Action>> first = racers.submit(() -> {
            line.await();
            return one.call();
        });
        Future<Checked<Action>> second = racers.submit(() -> {
            line.await();
            return other.call();
        });
        return List.of(first.get(), second.get());
    }

    private static boolean isTerminal(Action action) {
        return house.action(action.id()).state().isTerminal();
    }

    private static Checked<Action> immediate(String command) {
        SandboxControls slow =
                new SandboxControls(Optional.empty(), Optional.of(VENDORS_TIME), false, false, false, Optional.empty());
        return house.push(command, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), slow);
    }

    private static Checked<Action> scheduled(String command, long minutes) {
        return house.push(command, at(minutes), Optional.empty(), Optional.empty());
    }

    private static Optional<String> at(long minutes) {
        return Optional.of(
                house.clock.instant().plus(Duration.ofMinutes(minutes)).toString());
    }
}
