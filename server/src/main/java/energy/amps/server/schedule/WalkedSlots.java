package energy.amps.server.schedule;

import energy.amps.server.action.LockedDevice;
import energy.amps.server.action.Slots;
import energy.amps.server.schedule.ScheduleRows.Moved;
import energy.amps.server.schedule.SlotTurn.Turned;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.TenantTime;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Schedules whose tenant turns its clock: their slots are decided at each instant of the way, by the same rules as ever, and how
 * far they have come is written once. Thread-safe.
 */
public final class WalkedSlots implements Slots {
    private final SlotCounts counts;

    public WalkedSlots(MeterRegistry meters) {
        this.counts = new SlotCounts(meters);
    }

    @Override
    public Set<String> kinds() {
        return Set.of(ScheduleRows.KIND);
    }

    @Override
    public Open open(Tx tx, Collection<DeviceKey> devices, TenantTime time) {
        Map<DeviceKey, Moved> standing = new LinkedHashMap<>();
        ScheduleRows.active(tx, devices)
                .forEach((key, schedule) ->
                        standing.put(key, new Moved(schedule, SlotTurn.next(schedule.plan(), schedule), time)));
        return new Walked(List.copyOf(devices), standing);
    }

    /** The schedules of some devices on their way. */
    private final class Walked implements Open {
        private final List<DeviceKey> devices;
        private final Map<DeviceKey, Moved> standing;
        private final List<Turned> decided = new ArrayList<>();

        Walked(List<DeviceKey> devices, Map<DeviceKey, Moved> standing) {
            this.devices = devices;
            this.standing = standing;
        }

        @Override
        public Optional<Instant> next(DeviceKey device) {
            return Optional.ofNullable(standing.get(device)).flatMap(Moved::dueAt);
        }

        @Override
        public List<Event> turn(LockedDevice device) {
            DeviceKey key = device.device().key();
            Moved moved = Objects.requireNonNull(standing.get(key));
            Turned turned = SlotTurn.take(moved.schedule(), device, SlotTurn.MOST_AT_ONCE);
            standing.put(key, turned.moved());
            decided.add(turned);
            return turned.notes().stream()
                    .map(note -> new Event(note.type(), note.at(), sequence -> ScheduleJson.text(note.body(sequence))))
                    .toList();
        }

        /** All of them are written, so that no due row is left where the way has already been. */
        @Override
        public void write(Tx tx) {
            ScheduleRows.move(tx, new ArrayList<>(standing.values()));
            ScheduleRows.forgetOrphans(tx, devices);
        }

        @Override
        public void committed() {
            decided.forEach(counts::count);
        }
    }
}
