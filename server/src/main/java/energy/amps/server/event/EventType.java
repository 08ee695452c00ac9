package energy.amps.server.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What happens that a customer may be told of (contract section 9). */
public enum EventType {
    DEVICE_CONNECTED("device.connected"),
    DEVICE_RECONNECTED("device.reconnected"),
    DEVICE_DISCONNECTED("device.disconnected"),
    DEVICE_OVERRIDDEN("device.overridden"),
    PUSH_COMPLETED("push.completed"),
    PUSH_FAILED("push.failed"),
    PUSH_VERIFIED("push.verified"),
    PUSH_CONTRADICTED("push.contradicted"),
    SCHEDULE_CREATED("schedule.created"),
    SCHEDULE_UPDATED("schedule.updated"),
    SCHEDULE_CANCELLED("schedule.cancelled"),
    SCHEDULE_SLOT_FAILED("schedule.slot_failed"),
    SCHEDULE_SLOT_SKIPPED("schedule.slot_skipped"),
    /** Goes to the feed and to the other endpoints. */
    WEBHOOK_ENDPOINT_DISABLED("webhook.endpoint_disabled"),
    /** Goes to the one endpoint that was asked to be tested, whatever it subscribes to. */
    WEBHOOK_TEST("webhook.test");

    private final String wire;

    EventType(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    /** The type of that name. */
    public static Optional<EventType> of(String wire) {
        return Arrays.stream(values()).filter(type -> type.wire.equals(wire)).findFirst();
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(EventType::wire).toList();
    }
}
