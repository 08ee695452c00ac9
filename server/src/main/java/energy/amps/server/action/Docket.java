package energy.amps.server.action;

import energy.amps.connector.StateChange;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.tenant.TenantTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A device and its unfinished actions, as read under the device's lock. Immutable: a step gives a new one, and the
 * difference is what is written.
 *
 * @param device the device
 * @param live the actions that the engine has still to do with, oldest first; within a step also those it ended
 * @param time the time of its tenant, which nobody turns while the device is locked
 * @param notes within a step, what is to be written of the calls that ended with it
 * @param replaced within a step, what was found to be replaced by someone else
 */
record Docket(
        DeviceRow device, List<LiveAction> live, TenantTime time, List<CallNote> notes, Optional<Replaced> replaced) {

    Docket {
        live = List.copyOf(live);
        notes = List.copyOf(notes);
    }

    /** A docket as it is read. */
    Docket(DeviceRow device, List<LiveAction> live, TenantTime time) {
        this(device, live, time, List.of(), Optional.empty());
    }

    /** A docket under the platform's time. */
    Docket(DeviceRow device, List<LiveAction> live) {
        this(device, live, TenantTime.PLATFORM);
    }

    /** The same docket under another time. */
    Docket at(TenantTime other) {
        return new Docket(device, live, other, notes, replaced);
    }

    Optional<LiveAction> find(ActionId id) {
        return live.stream().filter(a -> a.id().equals(id)).findFirst();
    }

    /** What a push that comes now conflicts with, in order of start. */
    List<LiveAction> conflicts(Instant now) {
        return live.stream()
                .filter(a -> a.conflictsAt(now))
                .sorted(Comparator.comparing(LiveAction::beginsAt).thenComparing(a -> a.id().value()))
                .toList();
    }

    /** The action that has the device: acknowledged, and begun. */
    Optional<LiveAction> holder() {
        return live.stream()
                .filter(a -> a.state() == ActionState.ACKNOWLEDGED && a.stage() != Stage.READY)
                .findFirst();
    }

    /** The actions that want to begin, in the order in which they should. */
    Stream<LiveAction> wantingToBegin(Instant now) {
        return live.stream()
                .filter(a -> a.wantsToBegin(now))
                .sorted(Comparator.comparing(LiveAction::beginsAt).thenComparing(a -> a.id().value()));
    }

    /** Whether a call to the vendor may be out: the device's lane is taken. */
    boolean isCalling() {
        return live.stream().anyMatch(a -> a.stage().isCalling());
    }

    /** The docket with one action as it is after a step. */
    Docket with(LiveAction changed) {
        return new Docket(
                device,
                live.stream()
                        .map(a -> a.id().equals(changed.id()) ? changed : a)
                        .toList(),
                time,
                notes,
                replaced);
    }

    /** The docket with a new action. */
    Docket plus(LiveAction fresh) {
        List<LiveAction> more = new ArrayList<>(live);
        more.add(fresh);
        return new Docket(device, more, time, notes, replaced);
    }

    Docket with(DeviceRow changed) {
        return new Docket(changed, live, time, notes, replaced);
    }

    /** The docket with a call that has ended. */
    Docket noting(CallNote note) {
        List<CallNote> more = new ArrayList<>(notes);
        more.add(note);
        return new Docket(device, live, time, more, replaced);
    }

    /** The docket of a device that someone else has told something. */
    Docket overridden(Replaced found) {
        return new Docket(device, live, time, notes, Optional.of(found));
    }

    /** The docket after the connector has taken note of something. */
    Docket after(StateChange change) {
        return with(device.after(change));
    }
}
