package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Contract section 6. */
@ExtendWith(DrainedDevices.class)
class ConflictsTest {
    private static final int LONGEST_QUEUE = 16;

    private final Battery battery = Batteries.fullFeatured();
    private final Instant now = battery.now();

    @Test
    void withoutAStrategyAPushIsRefusedEvenIfTheWindowsDoNotTouch() {
        String first = id(battery.accepts(window(20, 21)));
        Answer refusal = conflict("no_strategy_supplied", window(50, 51));
        assertThat(ids(refusal)).containsExactly(first);
        assertThat(strategies(refusal)).containsExactlyInAnyOrder("cancel_and_replace", "queue_after");
        conflict("no_strategy_supplied", Push.of("auto.balanced"));
        assertThat(battery.unfinished()).hasSize(1);
    }

    @Test
    void onlyStrategiesThatWouldBeAcceptedNowAreOffered() {
        String bare = id(battery.accepts(Push.of("idle").start("20h")));
        assertThat(strategies(conflict("no_strategy_supplied", Push.of("idle"))))
                .containsExactly("cancel_and_replace");
        battery.api().post(200, "/actions/" + bare + "/cancel");

        String open = id(battery.accepts(Push.of("idle").start("0m").end(now.plus(Duration.ofHours(1)))));
        battery.awaitTaken(open);
        assertThat(strategies(conflict("no_strategy_supplied", Push.of("idle"))))
                .containsExactly("queue_after");
        battery.drain();

        String inFlight = id(battery.accepts(Push.of("idle").sandbox("{'delay':'PT3S'}")));
        assertThat(strategies(conflict("no_strategy_supplied", Push.of("idle"))))
                .isEmpty();
        battery.awaitTerminal(inFlight);
    }

    @Test
    void aReplacementCancelsEverythingThatIsScheduled() {
        List<String> before = List.of(
                id(battery.accepts(window(20, 21))),
                id(battery.accepts(window(22, 23).onConflict("queue_after"))),
                id(battery.accepts(window(24, 25).onConflict("queue_after"))));
        JsonNode replacement = battery.accepts(window(30, 31).onConflict("cancel_and_replace"));
        assertThat(before)
                .allSatisfy(id -> assertThat(battery.action(id).path("state").stringValue())
                        .isEqualTo("cancelled"));
        assertThat(battery.unfinished()).singleElement().satisfies(left -> assertThat(id(left))
                .isEqualTo(id(replacement)));
        assertThat(instant(replacement, "start")).isEqualTo(now.plus(Duration.ofHours(30)));
    }

    @Test
    void aReplacementAppliesAtOnceWhenItIsImmediate() {
        String before = id(battery.accepts(window(20, 21)));
        battery.completes(Push.of("auto.balanced").onConflict("cancel_and_replace"));
        assertThat(battery.action(before).path("state").stringValue()).isEqualTo("cancelled");
        assertThat(battery.mode()).isEqualTo("auto.balanced");
    }

    @Test
    void whatIsInProgressIsNotReplacedAndThenNothingIs() {
        String open = id(battery.accepts(Push.of("idle").start("0m").end(now.plus(Duration.ofHours(1)))));
        battery.awaitTaken(open);
        String queued = id(battery.accepts(window(20, 21).onConflict("queue_after")));
        Answer refusal = conflict("already_in_progress", Push.of("idle").onConflict("cancel_and_replace"));
        assertThat(ids(refusal)).contains(open);
        assertThat(battery.action(queued).path("state").stringValue()).isEqualTo("scheduled");
        assertThat(battery.action(open).path("state").stringValue()).isEqualTo("acknowledged");
    }

    @Test
    void aQueuedPushStartsAtTheLaterOfItsOwnStartAndTheLastEnd() {
        battery.accepts(window(20, 22));
        JsonNode pushedBack = battery.accepts(window(21, 24).onConflict("queue_after"));
        assertThat(instant(pushedBack, "start")).isEqualTo(now.plus(Duration.ofHours(22)));
        assertThat(instant(pushedBack, "end")).isEqualTo(now.plus(Duration.ofHours(24)));
        JsonNode itsOwn = battery.accepts(window(26, 27).onConflict("queue_after"));
        assertThat(instant(itsOwn, "start")).isEqualTo(now.plus(Duration.ofHours(26)));
        JsonNode immediate = battery.accepts(Push.of("auto.balanced").onConflict("queue_after"));
        assertThat(immediate.path("state").stringValue()).isEqualTo("scheduled");
        assertThat(instant(immediate, "start")).isEqualTo(now.plus(Duration.ofHours(27)));
    }

    @Test
    void aQueuedStartDoesNotMoveWhenAPredecessorIsCancelled() {
        String first = id(battery.accepts(window(20, 22)));
        JsonNode second = battery.accepts(window(21, 24).onConflict("queue_after"));
        battery.api().post(200, "/actions/" + first + "/cancel");
        assertThat(battery.action(id(second)).path("start")).isEqualTo(second.path("start"));
    }

    @Test
    void nothingQueuesBehindWhatHasNoEnd() {
        String bare = id(battery.accepts(Push.of("idle").start("20h")));
        Answer refusal = conflict("conflict_has_no_end", window(30, 31).onConflict("queue_after"));
        assertThat(ids(refusal)).containsExactly(bare);
    }

    @Test
    void anEndThatTheQueueHasOvertakenIsNoWindow() {
        battery.accepts(window(20, 24));
        Answer refusal = battery.refuses(422, window(21, 23).onConflict("queue_after"));
        assertThat(refusal.code()).isEqualTo("INVALID_TIME_WINDOW");
        assertThat(refusal.details().path("reason").stringValue()).isEqualTo("end_not_after_start");
    }

    @Test
    void theHorizonAppliesToWhereTheQueueEnds() {
        int lastHour = (int) Duration.ofDays(30).toHours() - 1;
        battery.accepts(window(lastHour, lastHour + 12));
        Answer refusal = battery.refuses(422, Push.of("idle").onConflict("queue_after"));
        assertThat(refusal.code()).isEqualTo("START_OUT_OF_RANGE");
    }

    @Test
    void aStrategyWithoutAConflictChangesNothing() {
        for (String strategy : List.of("cancel_and_replace", "queue_after")) {
            JsonNode accepted = battery.accepts(window(20, 21).onConflict(strategy));
            assertThat(instant(accepted, "start")).isEqualTo(now.plus(Duration.ofHours(20)));
            battery.drain();
            assertThat(battery.completes(Push.of("idle").onConflict(strategy))
                            .path("start")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void aQueueHoldsSixteenActionsAndNotOneMore() {
        List<String> queue = new ArrayList<>();
        for (int i = 0; i < LONGEST_QUEUE; i++) {
            queue.add(id(battery.accepts(window(20 + i, 21 + i).onConflict("queue_after"))));
        }
        Answer refusal = conflict("queue_full", window(60, 61).onConflict("queue_after"));
        assertThat(ids(refusal)).containsExactlyInAnyOrderElementsOf(queue);
        assertThat(strategies(conflict("no_strategy_supplied", window(60, 61)))).containsExactly("cancel_and_replace");
        assertThat(battery.unfinished()).hasSize(LONGEST_QUEUE);
    }

    @Test
    void oneDeviceNeverConflictsWithAnother() {
        battery.accepts(window(20, 21));
        Battery other = Batteries.windowedOnly();
        String command =
                other.read().path("commands").propertyNames().iterator().next();
        other.accepts(window(20, 21).command(command));
    }

    private Push window(int fromHours, int toHours) {
        return Push.of("idle").start(now.plus(Duration.ofHours(fromHours))).end(now.plus(Duration.ofHours(toHours)));
    }

    private Answer conflict(String reason, Push push) {
        Answer refusal = battery.refuses(409, push);
        assertThat(refusal.code()).isEqualTo("CONFLICT");
        assertThat(refusal.details().path("reason").stringValue()).isEqualTo(reason);
        return refusal;
    }

    private static List<String> ids(Answer refusal) {
        return texts(refusal.details().path("conflictingActionIds"));
    }

    private static List<String> strategies(Answer refusal) {
        return texts(refusal.details().path("strategies"));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    private static String id(JsonNode action) {
        return action.path("id").stringValue();
    }

    private static Instant instant(JsonNode action, String key) {
        return Instant.parse(action.path(key).stringValue());
    }
}
