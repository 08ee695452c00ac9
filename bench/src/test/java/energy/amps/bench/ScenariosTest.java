package energy.amps.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScenariosTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void everyScenarioHasALineInTheUsage() {
        for (Scenario scenario : Scenario.values()) {
            assertThat(Options.USAGE).containsPattern("(?m)^  " + scenario.word() + " +\\S");
            assertThat(Scenario.named(scenario.word())).contains(scenario);
        }
        assertThat(Scenario.named("all")).isEmpty();
    }

    @Test
    void fleetsAscend() {
        assertThat(Options.parse(List.of("--devices", "1000,20000")).sizes()).containsExactly(1_000, 20_000);
        for (String wrong : List.of("20000,1000", "1000,1000", "10", "1000,", "1000,2000,3000,4000,5000")) {
            assertThatIllegalArgumentException()
                    .as(wrong)
                    .isThrownBy(() -> Options.parse(List.of("--devices", wrong)))
                    .withMessageContaining("--devices");
        }
    }

    @Test
    void overloadIsSizedByItsOwnOptions() {
        Options options = Options.parse(List.of("--length", "30", "--connections", "500", "--fleet", "5000"));
        assertThat(options.overload()).isEqualTo(new Options.OverloadSize(Duration.ofSeconds(30), 500, 5_000));
    }

    @Test
    void ratiosAreOfTheSameRound() {
        assertThat(Spread.ofRatios(List.of(1.0, 9.0, 4.0), List.of(2.0, 3.0, 4.0)))
                .isEqualTo(new Spread(1, 0.5, 3));
    }

    @Test
    void aBoundIsKeptByWhatIsOnIt() {
        assertThat(Report.below("start", Spread.of(List.of(1.5)), 1.5, "times"))
                .endsWith("goal at most 1.5 times: kept");
        assertThat(Report.below("start", Spread.of(List.of(1.51)), 1.5, "times"))
                .endsWith("exceeded");
    }

    @Test
    void theSmallestShareIsOfAnEvenPart() {
        assertThat(NodesScenario.smallestShare(List.of(10.0, 0.0), List.of(20.0, 30.0)))
                .isEqualTo(0.5);
        assertThat(NodesScenario.smallestShare(List.of(1.0), List.of(5.0))).isEqualTo(1);
        assertThat(NodesScenario.smallestShare(List.of(1.0, 1.0), List.of(1.0, 1.0)))
                .isZero();
    }

    @Test
    void metricsOfOneNameAreSummedOverTheirLabels() {
        Metrics metrics = new Metrics("""
                # HELP jvm_memory_used_bytes The amount of used memory
                jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 1.0E7
                jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 2500000.0
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 9.9E9
                amps_agenda_lateness_seconds_count 42
                amps_http_requests_seconds_count{method="POST",route="/battery/{deviceId}",status="202"} 7
                amps_http_requests_seconds_count{method="POST",route="/battery/{deviceId}",status="409"} 3
                """);
        assertThat(metrics.heapBytes()).isEqualTo(12_500_000);
        assertThat(metrics.handedOut()).isEqualTo(42);
        assertThat(metrics.accepted()).isEqualTo(7);
    }

    @Test
    void theLeastThatACollectionLeftIsFoundByItsMinute() {
        GcLog log = GcLog.of(List.of(
                "[2026-06-01T12:00:10.000+0000] Using G1",
                "[2026-06-01T12:00:20.000+0000] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 120M->31M(512M) 5.1ms",
                "[2026-06-01T12:00:30.000+0000] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 131M->29M(512M) 5.1ms",
                "[2026-06-01T12:00:40.000+0000] GC(2) Concurrent Mark Cycle 55.1ms",
                "[2026-06-01T12:01:00.000+0000] GC(3) Pause Full (Diagnostic Command) 90M->12M(512M) 33.3ms"));
        assertThat(log.collections()).hasSize(3);
        assertThat(log.leastMegabytes(NOON, Duration.ofMinutes(1))).hasValue(29);
        assertThat(log.leastMegabytes(NOON.plusSeconds(60), Duration.ofMinutes(1)))
                .hasValue(12);
        assertThat(log.leastMegabytes(NOON.minusSeconds(60), Duration.ofMinutes(1)))
                .isEmpty();
    }

    @Test
    void anAnswerIsWholeWithItsLastByteHoweverItComes() throws IOException {
        byte[] bytes = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\nRetry-After: 1\r\n\r\nhello"
                .getBytes(StandardCharsets.UTF_8);
        Response response = new Response(256);
        for (int step : List.of(1, 7, bytes.length)) {
            response.clear();
            boolean whole = false;
            for (int at = 0; at < bytes.length; at += step) {
                assertThat(whole).isFalse();
                int count = Math.min(step, bytes.length - at);
                System.arraycopy(bytes, at, response.bytes(), response.filled(), count);
                whole = response.add(count);
            }
            assertThat(whole).isTrue();
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.body()).isEqualTo("hello");
        }
    }

    @Test
    void anAnswerWithoutALengthIsRefused() {
        byte[] bytes = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        Response response = new Response(64);
        System.arraycopy(bytes, 0, response.bytes(), 0, bytes.length);
        assertThatThrownBy(() -> response.add(bytes.length)).hasMessageContaining("Content-Length");
    }
}
