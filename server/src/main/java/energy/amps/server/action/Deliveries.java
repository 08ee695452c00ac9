package energy.amps.server.action;

import energy.amps.server.action.Timeline.Item;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Tenant;
import java.util.List;

/** Whoever delivers the events of actions, as far as their timelines are concerned. */
@FunctionalInterface
public interface Deliveries {
    /** Nobody delivers anything. */
    Deliveries NONE = (tenant, action) -> List.of();

    /**
     * Every attempt to deliver an event of that action, as items of type {@link Timeline.Type#WEBHOOK}: named by the event, with
     * what came of it, and no address.
     */
    List<Item> of(Tenant tenant, ActionId action);
}
