package energy.amps.server.action;

import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.TenantTime;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/** Where actions come from by themselves, for a {@link Passage}: the slots of schedules. */
public interface Slots {
    /** There are none. */
    static Slots none() {
        return new Slots() {
            @Override
            public Set<String> kinds() {
                return Set.of();
            }

            @Override
            public Open open(Tx tx, Collection<DeviceKey> devices, TenantTime time) {
                return nothing();
            }
        };
    }

    private static Open nothing() {
        return new Open() {
            @Override
            public Optional<Instant> next(DeviceKey device) {
                return Optional.empty();
            }

            @Override
            public List<Event> turn(LockedDevice device) {
                return List.of();
            }

            @Override
            public void write(Tx tx) {}

            @Override
            public void committed() {}
        };
    }

    /** The kinds of the due rows that they have. */
    Set<String> kinds();

    /**
     * Reads those of devices that are locked.
     *
     * @param time the tenant's, which stands
     */
    Open open(Tx tx, Collection<DeviceKey> devices, TenantTime time);

    /** The slots of some devices in one transaction; confined to its thread. */
    interface Open {
        /** When something is due on a device. */
        Optional<Instant> next(DeviceKey device);

        /** Decides what is due on a device at its instant, in order; gives what happened beside the actions that it made. */
        List<Event> turn(LockedDevice device);

        /** Writes how far they have come. */
        void write(Tx tx);

        /** What was written is durable. */
        void committed();
    }

    /**
     * What happened on a device, beside its actions.
     *
     * @param type what
     * @param at when, for the integrator
     * @param body the event's body under the number that it gets, as JSON
     */
    record Event(String type, Instant at, LongFunction<String> body) {}
}
