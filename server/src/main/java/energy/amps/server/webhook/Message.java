package energy.amps.server.webhook;

import energy.amps.server.event.EventIds;

/**
 * A delivery that this node holds, with all that is needed to send it.
 *
 * @param target where to
 * @param event what it is about
 * @param type the event's type
 * @param body as it is sent
 * @param made attempts made before this one
 * @param token the fencing token of the lease
 */
record Message(Target target, String event, String type, String body, int made, long token) {

    /** Names the delivery. */
    record Key(Target.Key endpoint, String event) {}

    Key key() {
        return new Key(target.key(), event);
    }

    /** The id that receivers know it by: the same at every attempt, and at every endpoint. */
    String id() {
        return EventIds.message(event);
    }
}
