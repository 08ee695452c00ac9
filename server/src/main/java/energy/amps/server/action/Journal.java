package energy.amps.server.action;

import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.action.Slots.Event;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The steps of one transaction, each checked as it is taken, and written together: nobody sees what lay in between, so that a row
 * is written once, however many steps have changed it. Events and chapters are written each. Confined to the transaction's
 * thread.
 */
final class Journal {
    private final DocketWriter writer;
    private final Supplier<String> eventIds;
    private final Map<DeviceKey, Docket> before;
    private final Map<DeviceKey, Docket> after;
    private final Map<ActionId, LiveAction> changed = new LinkedHashMap<>();
    private final List<LiveAction> ended = new ArrayList<>();
    private final Sheets sheets = new Sheets();

    /**
     * @param before the dockets as they were read, under a clock that stands
     * @param eventIds makes the ids of events, in their order
     */
    Journal(DocketWriter writer, Map<DeviceKey, Docket> before, Supplier<String> eventIds) {
        this.writer = writer;
        this.eventIds = eventIds;
        this.before = Map.copyOf(before);
        this.after = new HashMap<>(before);
    }

    /** The docket as it stands. */
    Docket docket(DeviceKey device) {
        return Objects.requireNonNull(after.get(device));
    }

    /** Takes a step; gives the docket as reading it again would find it. */
    Docket note(Docket step) {
        Docket was = docket(step.device().key());
        List<LiveAction> live = new ArrayList<>();
        long sequence = was.device().sequence();
        for (LiveAction action : step.live()) {
            Optional<LiveAction> earlier = was.find(action.id());
            if (earlier.filter(action::equals).isPresent()) {
                live.add(action);
                continue;
            }
            earlier.ifPresent(from -> DocketWriter.checkTransition(from, action));
            for (String event : DocketWriter.eventsOf(earlier, action)) {
                sequence++;
                sheets.event(DocketWriter.eventRow(eventIds.get(), event, action, sequence));
            }
            if (action.state().isTerminal()
                    && earlier.filter(from -> from.state() == action.state()).isEmpty()) {
                ended.add(action);
            }
            LiveAction stands = writer.standing(action);
            changed.put(action.id(), stands);
            live.add(stands);
        }
        step.notes().forEach(note -> sheets.call(writer.callRow(step.device().key(), note)));
        return noted(step, live, Math.toIntExact(sequence - was.device().sequence()));
    }

    /** Takes note of what happened on a device beside its actions. */
    Docket note(DeviceKey device, List<Event> events) {
        Docket docket = docket(device);
        long sequence = docket.device().sequence();
        for (Event event : events) {
            sequence++;
            sheets.event(new Sheets.EventRow(
                    eventIds.get(),
                    event.type(),
                    sequence,
                    device,
                    docket.device().facts().user(),
                    event.at(),
                    event.body().apply(sequence)));
        }
        return noted(docket, docket.live(), events.size());
    }

    private Docket noted(Docket step, List<LiveAction> live, int events) {
        DeviceRow device = step.device().afterEvents(events);
        sheets.chapters(device);
        Docket stands = new Docket(
                device.withoutClosed(),
                live.stream().filter(action -> action.stage() != Stage.DONE).toList(),
                step.time());
        after.put(device.key(), stands);
        return stands;
    }

    /** Writes what it all came to. */
    Written write(Tx tx) {
        changed.forEach((id, action) -> {
            Docket read = Objects.requireNonNull(before.get(action.header().device()));
            Optional<LiveAction> was = read.find(id);
            sheets.action(was, action);
            writer.net(was, action, read.time(), sheets);
        });
        after.forEach((key, docket) ->
                sheets.device(Objects.requireNonNull(before.get(key)).device(), docket.device()));
        sheets.send(tx);
        Set<Tenant> eventful = new LinkedHashSet<>();
        after.forEach((key, docket) -> {
            if (docket.device().sequence()
                    != Objects.requireNonNull(before.get(key)).device().sequence()) {
                eventful.add(key.tenant());
            }
        });
        return new Written(after, List.of(), ended, eventful);
    }
}
