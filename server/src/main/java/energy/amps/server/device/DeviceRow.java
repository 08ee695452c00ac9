package energy.amps.server.device;

import energy.amps.command.Instruction;
import energy.amps.connector.Chapter;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Neighbour;
import energy.amps.connector.StateChange;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A device as it is stored, with what its connector remembers of it.
 *
 * @param key which, and whose
 * @param facts what does not change by itself
 * @param sequence the number of its last event
 * @param standing the instruction that it was last known to stand under: ours, or one that it was seen under
 * @param connectorState what its connector remembers
 * @param neighbours the devices of its account that its connector wants beside it
 * @param confirmed what has shown that the standing instruction holds, where something has; always there where it is not ours
 */
public record DeviceRow(
        DeviceKey key,
        Facts facts,
        long sequence,
        Optional<Instruction> standing,
        ConnectorState connectorState,
        List<Neighbour> neighbours,
        Optional<Confirmed> confirmed) {

    /** A device that is read by itself. */
    public DeviceRow(
            DeviceKey key, Facts facts, long sequence, Optional<Instruction> standing, ConnectorState connectorState) {
        this(key, facts, sequence, standing, connectorState, List.of(), Optional.empty());
    }

    /**
     * What does not change by itself.
     *
     * @param family its family
     * @param vendor its vendor's name
     * @param model the vendor's name of the model
     * @param plantZone the zone of its plant, where known
     * @param user whose it is
     * @param leaving whether it is being erased: the engine brings it to rest, and nobody else finds it
     */
    public record Facts(
            Family family, String vendor, String model, Optional<ZoneId> plantZone, UserId user, boolean leaving) {

        /** A device that stays. */
        public Facts(Family family, String vendor, String model, Optional<ZoneId> plantZone, UserId user) {
            this(family, vendor, model, plantZone, user, false);
        }
    }

    /**
     * A reading has shown that the standing instruction holds.
     *
     * @param action whose instruction it is; empty where nothing of ours stands: the device was seen under it, or a window has
     *     put it back there
     * @param at when the device was seen so; no reading from before says anything
     */
    public record Confirmed(Optional<ActionId> action, Instant at) {}

    /** As its connector meets it at that instant. */
    public LinkedDevice linked(Instant now) {
        return new LinkedDevice(
                key.device(),
                facts.family(),
                facts.model(),
                facts.plantZone(),
                connectorState.withoutClosed(),
                now,
                neighbours);
    }

    /** The same device with its history undone: nothing stands, and its connector remembers {@code state}. */
    public DeviceRow renewed(ConnectorState state) {
        return new DeviceRow(key, facts, sequence, Optional.empty(), state, neighbours, Optional.empty());
    }

    /** The same device with its neighbours as they are by now, as far as {@code now} tells of them. */
    public DeviceRow beside(Function<DeviceId, Optional<ConnectorState>> now) {
        return neighbours.isEmpty()
                ? this
                : new DeviceRow(
                        key,
                        facts,
                        sequence,
                        standing,
                        connectorState,
                        neighbours.stream()
                                .map(near -> now.apply(near.id())
                                        .map(state -> new Neighbour(near.id(), near.family(), near.model(), state))
                                        .orElse(near))
                                .toList(),
                        confirmed);
    }

    /** The same device under another standing instruction. */
    public DeviceRow standingUnder(Instruction instruction) {
        return standing(Optional.of(instruction), Optional.empty());
    }

    /** The same device, seen to stand under its instruction. */
    public DeviceRow confirmedBy(ActionId action, Instant at) {
        return standing(standing, Optional.of(new Confirmed(Optional.of(action), at)));
    }

    /** The same device with nothing of ours on it; {@code shown} is what it shows in its place, known as of {@code at}. */
    public DeviceRow showing(Optional<Instruction> shown, Instant at) {
        return standing(shown, shown.map(any -> new Confirmed(Optional.empty(), at)));
    }

    /** Whether the standing instruction is one that we only saw it under. */
    public boolean isAsSeen() {
        return confirmed.filter(by -> by.action().isEmpty()).isPresent();
    }

    private DeviceRow standing(Optional<Instruction> instruction, Optional<Confirmed> by) {
        return new DeviceRow(key, facts, sequence, instruction, connectorState, neighbours, by);
    }

    /**
     * The same device after its connector has taken note of something. Several steps may be written together: each begins
     * at a state that has closed nothing yet, as the connector knows it, and what any of them closed is kept.
     */
    public DeviceRow after(StateChange change) {
        ConnectorState next = change.from(connectorState.withoutClosed());
        List<Chapter> closed = Stream.concat(connectorState.closed().stream(), next.closed().stream())
                .toList();
        return with(new ConnectorState(next.version(), next.text(), closed));
    }

    /** The same device once the chapters that its connector closed have been put away. */
    public DeviceRow withoutClosed() {
        return connectorState.closed().isEmpty() ? this : with(connectorState.withoutClosed());
    }

    private DeviceRow with(ConnectorState state) {
        return new DeviceRow(key, facts, sequence, standing, state, neighbours, confirmed);
    }

    /** The same device after that many more events. */
    public DeviceRow afterEvents(int count) {
        return new DeviceRow(key, facts, sequence + count, standing, connectorState, neighbours, confirmed);
    }
}
