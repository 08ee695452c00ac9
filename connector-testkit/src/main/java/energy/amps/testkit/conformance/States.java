package energy.amps.testkit.conformance;

import energy.amps.connector.Chapter;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.StateChange;
import energy.amps.device.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What the connector remembers of each device, kept as the platform keeps it. Thread-safe: devices may report meanwhile. */
final class States {
    /** The most that the platform stores of a device, bytes in UTF-8. */
    static final int MOST_BYTES = 16 * 1024;

    private final Rig rig;
    private final Texts texts;
    private final Map<DeviceId, ConnectorState> states = new HashMap<>();

    States(Rig rig, Texts texts) {
        this.rig = rig;
        this.texts = texts;
    }

    synchronized ConnectorState of(RigDevice device) {
        return states.getOrDefault(device.id(), device.found().initialState());
    }

    /** Another state in its place, whoever wrote it. */
    synchronized void put(RigDevice device, ConnectorState state) {
        states.put(device.id(), state);
    }

    /** Takes a step that came with an answer: it must be one that can be taken again, and reaches nobody. */
    void change(RigDevice device, StateChange change) {
        Tally tally = rig.tally();
        take(device, change);
        Broken.unless(
                rig.tally().equals(tally),
                Rule.PURE,
                "a change of the state of " + device.title() + " made a native call");
    }

    /** Takes a step, and gives what is remembered then. */
    synchronized ConnectorState take(RigDevice device, StateChange change) {
        ConnectorState before = of(device);
        ConnectorState after = step(change, before);
        Broken.unless(
                after.equals(step(change, before)),
                Rule.PURE,
                "a change of the state of " + device.title() + " gives something else when it is taken again");
        hold(device, before, after);
        states.put(device.id(), after.withoutClosed());
        return of(device);
    }

    private static ConnectorState step(StateChange change, ConnectorState before) {
        try {
            return change.from(before);
        } catch (RuntimeException e) {
            throw new Broken(Rule.PURE, "a change of state threw " + e, e);
        }
    }

    /** Holds a state to what the platform can store. */
    void hold(RigDevice device, ConnectorState before, ConnectorState after) {
        holdSize("the state of " + device.title(), after.text());
        Broken.unless(
                after.version() >= before.version() && after.version() > 0,
                Rule.STATE,
                "the version of the state of " + device.title() + " went from " + before.version() + " to "
                        + after.version());
        for (Chapter chapter : after.closed()) {
            holdSize("a chapter of " + device.title(), chapter.text());
        }
    }

    private void holdSize(String what, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        Broken.unless(
                bytes <= MOST_BYTES, Rule.STATE, what + " has " + bytes + " bytes, and " + MOST_BYTES + " is most");
        texts.holdSecrets(what, text);
    }
}
