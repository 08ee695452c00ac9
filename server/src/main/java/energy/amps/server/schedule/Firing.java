package energy.amps.server.schedule;

import energy.amps.server.action.Fires;
import energy.amps.server.action.LockedDevice;
import energy.amps.server.agenda.Agenda;
import energy.amps.server.agenda.Lease;
import energy.amps.server.schedule.SlotTurn.Turned;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives schedules their turn at their instants, many in one transaction. Runs on the agenda's own thread and holds it up: what it
 * has no time for stays in the agenda, and then in the table for other nodes.
 */
public final class Firing {
    /** Most schedules of one transaction. */
    static final int BATCH = 128;

    /** How long after a turn that failed it is tried again. */
    static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    /** How long after the database could not be had. */
    static final Duration AFTER_OUTAGE = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(Firing.class);

    private final Fires fires;
    private final Agenda agenda;
    private final InstantSource platform;
    private final Ids ids;
    private final SlotCounts counts;

    /**
     * @param fires the way to the devices
     * @param agenda what wakes it; not yet started, and schedules' alone
     * @param platform the platform's time
     * @param ids makes the ids of events
     */
    public Firing(Fires fires, Agenda agenda, InstantSource platform, Ids ids, MeterRegistry meters) {
        this.fires = fires;
        this.agenda = agenda;
        this.platform = platform;
        this.ids = ids;
        this.counts = new SlotCounts(meters);
        agenda.handle(ScheduleRows.KIND, this::wake);
    }

    private void wake(List<Lease> leases) {
        for (int from = 0; from < leases.size(); from += BATCH) {
            List<Lease> batch = leases.subList(from, Math.min(from + BATCH, leases.size()));
            fires.awaitRoom();
            wakeTogether(batch);
        }
    }

    private void wakeTogether(List<Lease> batch) {
        try {
            turn(batch);
        } catch (StoreException e) {
            if (e.isInDoubt()) {
                agenda.doubt(batch.stream().map(lease -> lease.key().device()).toList());
            } else if (e.isUnavailable()) {
                log.warn("could not give {} schedules their turn; trying again", batch.size(), e);
                again(batch, AFTER_OUTAGE);
            } else {
                oneByOne(batch, e);
            }
        } catch (RuntimeException e) {
            oneByOne(batch, e);
        }
    }

    private void oneByOne(List<Lease> batch, RuntimeException reason) {
        if (batch.size() > 1) {
            batch.forEach(lease -> wakeTogether(List.of(lease)));
            return;
        }
        log.error(
                "the turn of {} failed; it is tried again",
                batch.getFirst().key().ref(),
                reason);
        again(batch, AFTER_FAILURE);
    }

    private void again(List<Lease> batch, Duration later) {
        agenda.addAll(batch.stream()
                .map(lease ->
                        new Lease(lease.key(), lease.token(), platform.instant().plus(later)))
                .toList());
    }

    /** Gives the schedules of these due rows their turn; decided, or left as it was, when it returns. */
    public void turn(List<Lease> leases) {
        Map<DeviceKey, List<Lease>> byDevice = leases.stream()
                .collect(Collectors.groupingBy(lease -> lease.key().device()));
        List<Turned> turns = fires.onDevices(byDevice.keySet(), (tx, devices) -> {
            Map<DeviceKey, StoredSchedule> active = ScheduleRows.active(tx, byDevice.keySet());
            List<Turned> turned = new ArrayList<>();
            active.forEach((key, schedule) -> {
                LockedDevice device = devices.get(key);
                if (device != null) {
                    turned.add(SlotTurn.take(schedule, device, SlotTurn.MOST_AT_ONCE));
                }
            });
            return new Fires.Step<>(turned, last -> write(last, turned, orphans(leases, active)));
        });
        turns.forEach(counts::count);
    }

    private void write(Tx tx, List<Turned> turns, List<Lease> orphans) {
        ScheduleRows.move(tx, turns.stream().map(Turned::moved).toList());
        Notes.write(
                tx, turns.stream().flatMap(turned -> turned.notes().stream()).toList(), ids);
        orphans.forEach(lease -> ScheduleRows.forget(
                tx, lease.key().device().tenant(), lease.key().ref()));
    }

    /** Due rows that have outlived their schedules. */
    private static List<Lease> orphans(List<Lease> leases, Map<DeviceKey, StoredSchedule> active) {
        return leases.stream()
                .filter(lease -> {
                    StoredSchedule schedule = active.get(lease.key().device());
                    return schedule == null
                            || !schedule.id().value().equals(lease.key().ref());
                })
                .toList();
    }
}
