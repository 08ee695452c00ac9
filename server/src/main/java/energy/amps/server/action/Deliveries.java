package energy.amps.server.action;

import energy.amps.server.action.Timeline.Item;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.DeviceKey;
import java.time.Instant;
import java.util.List;

/** Whoever delivers the events of actions, as far as their timelines are concerned. */
@FunctionalInterface
public interface Deliveries {
    /** Nobody delivers anything. */
    Deliveries NONE = (device, action, since, most) -> List.of();

    /**
     * The first {@code most} attempts to deliver an event of that action, as items of type {@link Timeline.Type#WEBHOOK}: named by
     * the event, with what came of it, and no address.
     *
     * @param since when the action was made
     */
    List<Item> of(DeviceKey device, ActionId action, Instant since, int most);
}
