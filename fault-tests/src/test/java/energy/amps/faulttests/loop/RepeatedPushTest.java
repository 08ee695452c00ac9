package energy.amps.faulttests.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.faulttests.harness.Answer;
import energy.amps.faulttests.harness.Site;
import energy.amps.faulttests.harness.Tables;
import energy.amps.server.embedded.Durability;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A push under an {@code Idempotency-Key}, whose node is killed at every step of it: before the claim, between claim and commit,
 * between commit and answer. The same request is sent to the heir until it is answered. There is one action, always; and where
 * the first attempt was committed, the answer is that one's.
 *
 * <p>Each heir's clock is further ahead than a claim lasts, so that none has to be waited for.
 */
@EnabledIfSystemProperty(named = "amps.kill", matches = "true")
class RepeatedPushTest {
    private static final int DEVICES = 20;
    private static final int MOST_STEPS = DEVICES;
    private static final Duration GIVE_UP = Duration.ofSeconds(40);
    private static final Duration CLAIM = Duration.ofSeconds(61);

    /** It dies with its commit unsent at the latest, or before a step of its own loops when the commit is done. */
    @Test
    void killedBeforeAStep() throws IOException {
        assertThat(everyStep(Strike.DIE_BEFORE)).isPositive();
    }

    /** It dies with its commit done and nobody told at the latest. */
    @Test
    void killedAfterAStep() throws IOException {
        assertThat(everyStep(Strike.DIE_AFTER)).isGreaterThan(1);
    }

    /** How many of the first attempts had had their effect; the last one, which nothing struck, among them. */
    private static int everyStep(Strike strike) throws IOException {
        try (Site site = Site.open(DEVICES, Durability.DISPOSABLE);
                Tables tables = site.tables();
                KillArena arena = new KillArena(site)) {
            boolean reached = true;
            int made = 0;
            int repeated = 0;
            for (int step = 1; reached; step++) {
                assertThat(step).isLessThanOrEqualTo(MOST_STEPS);
                String device = site.devices().get(step - 1);
                String key = "step-" + step;
                arena.faults.arm(step, strike, Mode.SINGLE);
                Optional<Answer> first = arena.push(key, device);
                await().atMost(GIVE_UP).until(() -> arena.isDead() || first.isPresent());
                arena.faults.disarm();
                reached = arena.faults.hasStruck();
                if (reached) {
                    // By a step of the node's own loops perhaps, and after the answer.
                    await().atMost(GIVE_UP).until(arena::isDead);
                    arena.replace(CLAIM.multipliedBy(step));
                }
                long before = actions(tables, device);
                Answer answer = answered(arena, key, device);
                assertThat(answer.status()).as("step %d: %s", step, answer).isEqualTo(202);
                assertThat(tables.rows("select id from action where device_id = ?", device))
                        .as("step %d", step)
                        .containsExactly(answer.data("/id").asString());
                first.ifPresent(heard -> assertThat(answer.data("")).isEqualTo(heard.data("")));
                made += before == 0 ? 1 : 0;
                repeated += before == 0 ? 0 : 1;
            }
            assertThat(made).isPositive();
            return repeated;
        }
    }

    private static long actions(Tables tables, String device) {
        return tables.number("select count(*) from action where device_id = ?", device);
    }

    private static Answer answered(KillArena arena, String key, String device) {
        return await().atMost(GIVE_UP)
                .until(() -> arena.push(key, device), answer -> answer.filter(
                                heard -> !heard.code().equals("IDEMPOTENCY_IN_PROGRESS"))
                        .isPresent())
                .orElseThrow();
    }
}
