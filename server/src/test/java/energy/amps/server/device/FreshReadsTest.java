package energy.amps.server.device;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** No read shows less than what was committed before it came, whoever wrote it. */
class FreshReadsTest {
    private static final int WRITES = 300;
    private static final int READERS = 12;

    /** The writer stands for another node: it goes past everything that this one knows. More read at a time than may go alone. */
    @Test
    void aReadShowsWhatAnotherNodeHadCommittedBeforeIt() throws Exception {
        AtomicInteger committed = new AtomicInteger();
        try (House house = House.open();
                Sql other = Sql.on(house.postgres);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.run(
                    "update device set model = '0' where id = ?",
                    house.battery().value());
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> stale(house, committed)));
            }
            for (int i = 1; i <= WRITES; i++) {
                other.run(
                        "update device set model = ? where id = ?",
                        Integer.toString(i),
                        house.battery().value());
                committed.set(i);
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).as("stale reads").isZero();
            }
        }
    }

    /** Reads until the last write shows; gives how many reads were behind. */
    private static int stale(House house, AtomicInteger committed) {
        int stale = 0;
        int seen = 0;
        while (seen < WRITES && stale == 0) {
            int before = committed.get();
            seen = Integer.parseInt(house.read().model());
            stale += seen < before ? 1 : 0;
        }
        return stale;
    }
}
