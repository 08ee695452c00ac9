package energy.amps.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CallsOutTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CallsOut out = new CallsOut(meters);

    @Test
    void itIsFullAtTheBoundAndShownAllTheWay() {
        for (int i = 1; i < CallsOut.MOST; i++) {
            out.begins();
        }
        assertThat(out.isFull()).isFalse();
        out.begins();
        assertThat(out.isFull()).isTrue();
        assertThat(meters.get("amps.engine.calls.out").gauge().value()).isEqualTo(CallsOut.MOST);
        out.ends();
        assertThat(out.isFull()).isFalse();
    }

    @Test
    void whoeverWouldTakeUpMoreWaitsUntilOneHasComeBack() throws InterruptedException {
        for (int i = 0; i < CallsOut.MOST; i++) {
            out.begins();
        }
        CountDownLatch through = new CountDownLatch(1);
        Thread waiting = Thread.ofPlatform().start(() -> {
            out.awaitRoom();
            through.countDown();
        });
        Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
        assertThat(through.getCount()).isEqualTo(1);
        out.ends();
        through.await();
    }
}
