package energy.amps.server;

import energy.amps.server.action.Deliveries;
import energy.amps.server.action.Timeline;
import energy.amps.server.action.Timeline.Item;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.webhook.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What timelines tell of webhooks: each attempt, of whatever endpoint. */
record ToldDeliveries(energy.amps.server.webhook.Deliveries deliveries) implements Deliveries {

    @Override
    public List<Item> of(DeviceKey device, ActionId action, Instant since, int most) {
        return deliveries.attemptsOf(device, action, since, most).stream()
                .map(ToldDeliveries::item)
                .toList();
    }

    private static Item item(Attempt attempt) {
        return new Item(
                attempt.at(),
                Timeline.Type.WEBHOOK,
                attempt.type(),
                Optional.of(attempt.attempt()),
                Optional.of(attempt.error().isEmpty() ? "delivered" : "failed"),
                Optional.empty(),
                Optional.of(Duration.ofMillis(attempt.latencyMs())),
                List.of());
    }
}
