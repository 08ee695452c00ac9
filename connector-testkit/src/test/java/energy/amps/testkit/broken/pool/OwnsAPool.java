package energy.amps.testkit.broken.pool;

import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.testkit.toy.Toy;
import energy.amps.testkit.toy.ToyVendor;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads on threads of its own. */
public final class OwnsAPool extends Toy {
    public OwnsAPool(ToyVendor vendor) {
        super(vendor);
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            return threads.submit(() -> super.read(device)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
