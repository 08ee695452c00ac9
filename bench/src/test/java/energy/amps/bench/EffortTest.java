package energy.amps.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EffortTest {
    private static final String STAT =
            "4711 (postgres: io (3) x) S 4710 4711 4711 0 -1 4194560 150 90 2 0 70 30 20 10 20 0 1 0 98765 3298534 5120\n";

    @Test
    void aProcessIsReadBehindWhateverItsNameHolds() {
        assertThat(Usage.own(STAT)).isEqualTo(new Usage(1_000_000, 150));
    }

    @Test
    void childrenThatEndedAreCountedByThemselves() {
        assertThat(Usage.ended(STAT)).isEqualTo(new Usage(300_000, 90));
    }

    @Test
    void ofAProcessThatIsGoneNothingIsTold() {
        assertThat(Usage.of(Long.MAX_VALUE)).isEmpty();
        assertThat(Usage.ofAll(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void anEffortIsPerCallButForCheckpoints() {
        Effort effort = Effort.between(
                Map.of(Effort.Cost.WAL, 1_000.0, Effort.Cost.CHECKPOINTS, 1.0),
                Map.of(Effort.Cost.WAL, 4_000.0, Effort.Cost.CHECKPOINTS, 3.0),
                10);
        assertThat(effort.amounts()).containsEntry(Effort.Cost.WAL, 300.0).containsEntry(Effort.Cost.CHECKPOINTS, 2.0);
    }

    @Test
    void whatTheSystemDoesNotTellIsADash() {
        List<Effort> rounds = List.of(
                Effort.between(Map.of(Effort.Cost.FOUND, 0.0), Map.of(Effort.Cost.FOUND, 40.0), 10),
                Effort.between(Map.of(Effort.Cost.FOUND, 0.0), Map.of(Effort.Cost.FOUND, 60.0), 10));
        List<String> row = Effort.row("read", rounds);
        assertThat(row).hasSameSizeAs(Effort.columns()).startsWith("read", "-");
        assertThat(row.get(Effort.columns().indexOf("blocks in its buffers"))).isEqualTo("5.0 (4.0..6.0)");
    }
}
