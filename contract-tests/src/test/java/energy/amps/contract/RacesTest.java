package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contract section 6: conflicts are decided under a lock on the device. */
@ExtendWith(DrainedDevices.class)
class RacesTest {
    private static final int CLIENTS = 2;
    private static final int ROUNDS = 1_000;
    private static final int REPLACEMENT_ROUNDS = 100;

    private final Battery battery = Batteries.fullFeatured();

    @Test
    void ofTwoRacingPushesExactlyOneWinsEveryTime() throws Exception {
        Push push = Push.of("idle").start("400h");
        for (int round = 0; round < ROUNDS; round++) {
            List<Answer> answers = race(() -> battery.api().postEither(202, 409, battery.path(), push.json()));
            assertThat(answers).as("round %d", round).extracting(Answer::status).containsExactlyInAnyOrder(202, 409);
            String winner = answers.stream()
                    .filter(answer -> answer.status() == 202)
                    .map(answer -> answer.data().path("id").stringValue())
                    .findFirst()
                    .orElseThrow();
            battery.api().post(200, "/actions/" + winner + "/cancel");
        }
        assertThat(battery.unfinished()).isEmpty();
    }

    @Test
    void ofTwoRacingReplacementsOneIsLeft() throws Exception {
        Push push = Push.of("idle").start("400h").onConflict("cancel_and_replace");
        for (int round = 0; round < REPLACEMENT_ROUNDS; round++) {
            assertThat(race(() -> battery.api().post(202, battery.path(), push.json())))
                    .hasSize(CLIENTS);
            assertThat(battery.unfinished()).as("round %d", round).hasSize(1);
        }
    }

    @Test
    void ofTwoRacingCancelsExactlyOneCancels() throws Exception {
        for (int round = 0; round < REPLACEMENT_ROUNDS; round++) {
            String path = "/actions/"
                    + battery.accepts(Push.of("idle").start("400h")).path("id").stringValue() + "/cancel";
            assertThat(race(() -> battery.api().postEither(200, 409, path)))
                    .as("round %d", round)
                    .extracting(Answer::status)
                    .containsExactlyInAnyOrder(200, 409);
        }
    }

    private static List<Answer> race(Callable<Answer> call) throws Exception {
        CyclicBarrier line = new CyclicBarrier(CLIENTS);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> {
                    line.await();
                    return call.call();
                }));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> each : running) {
                answers.add(result(each));
            }
            return answers;
        }
    }

    /** A failed expectation of one client is the failure of the test, not of its thread. */
    private static Answer result(Future<Answer> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw e;
        }
    }
}
