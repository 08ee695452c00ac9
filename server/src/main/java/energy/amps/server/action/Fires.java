package energy.amps.server.action;

import energy.amps.server.action.DocketWriter.Change;
import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where slots of schedules become actions, many devices in one transaction: the schedules' way to the pushes' door. Thread-safe.
 *
 * <p>The devices are locked, and read as dockets; then the caller reads its own rows, decides, and says what it will write;
 * what became of the dockets is written first, because its events take the device's first numbers.
 */
public final class Fires {
    private final Database database;
    private final Lifecycle lifecycle;
    private final Ids ids;

    /** @param ids makes the ids of actions */
    public Fires(Database database, Lifecycle lifecycle, Ids ids) {
        this.database = database;
        this.lifecycle = lifecycle;
        this.ids = ids;
    }

    /**
     * What is done with the devices while they are locked.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Work<T> {
        /** A device that is gone is not among them. */
        Step<T> take(Tx tx, Map<DeviceKey, LockedDevice> devices);
    }

    /**
     * A decision.
     *
     * @param result what came of it
     * @param rest what the caller writes, last
     * @param <T> what came of it
     */
    public record Step<T>(T result, Consumer<Tx> rest) {}

    /** Does work on a device of one tenant, under that tenant's eyes; durable when it returns. */
    public <T> T onDevice(DeviceKey device, Work<T> work) {
        return carriedOn(
                List.of(device), () -> database.inTransaction(device.tenant(), tx -> take(tx, List.of(device), work)));
    }

    /** Does work on devices of any tenants, under the engine's; durable when it returns. */
    public <T> T onDevices(Collection<DeviceKey> devices, Work<T> work) {
        return carriedOn(devices, () -> database.asEngine(tx -> take(tx, devices, work)));
    }

    /** Waits while so much is out that nothing more should be sent. */
    public void awaitRoom() {
        lifecycle.awaitRoom();
    }

    private record Taken<T>(T result, Written written, Map<DeviceKey, List<Effect>> effects) {}

    @FunctionalInterface
    private interface Attempt<T> {
        Taken<T> make();
    }

    private <T> T carriedOn(Collection<DeviceKey> devices, Attempt<T> attempt) {
        long term = lifecycle.term();
        Taken<T> taken;
        try {
            taken = attempt.make();
        } catch (StoreException e) {
            if (e.isInDoubt()) {
                devices.forEach(lifecycle::doubt);
            }
            throw e;
        }
        lifecycle.carryOn(taken.written(), taken.effects(), term);
        return taken.result();
    }

    private <T> Taken<T> take(Tx tx, Collection<DeviceKey> keys, Work<T> work) {
        Map<DeviceKey, Docket> before = DocketRows.lock(tx, keys, lifecycle.clock()::held);
        Map<DeviceKey, LockedDevice> devices = new LinkedHashMap<>();
        before.forEach((key, docket) -> devices.put(
                key,
                new LockedDevice(
                        docket,
                        lifecycle.connectors().of(docket.device().facts().vendor()),
                        lifecycle.rules(),
                        () -> new ActionId(ids.next("act_")),
                        lifecycle.clock().now(docket.time()))));
        Step<T> step = work.take(tx, devices);
        List<Change> changes = new ArrayList<>();
        Map<DeviceKey, List<Effect>> effects = new LinkedHashMap<>();
        before.forEach((key, docket) -> {
            LockedDevice device = Objects.requireNonNull(devices.get(key));
            changes.add(new Change(docket, device.docket()));
            effects.put(key, device.effects());
        });
        Written written = lifecycle.writer().write(tx, changes);
        step.rest().accept(tx);
        return new Taken<>(step.result(), written, effects);
    }
}
