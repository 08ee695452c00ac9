package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.connector.Connector;
import energy.amps.connector.ReadOutcome;
import energy.amps.server.action.Verification.State;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds out, from any reading that a vendor gives, what somebody else has told a device: its owner at the wall, the vendor's app,
 * another installer. Pure.
 *
 * <p>Only what a reading has shown to hold can be seen to be replaced: before that, a device that does something else has not followed
 * yet. And only a reading that is newer than that one, while nothing of ours is under way, says that it was someone else.
 *
 * <p>Where nothing of ours stands, there is nothing to override. What the device shows is then noted, so that a window knows where to
 * return to, and nobody is told.
 */
final class Overriding {
    private Overriding() {}

    /** The device was seen, by whomever. */
    static Stepped seen(Docket docket, Connector connector, ReadOutcome.Reading reading, Instant now) {
        DeviceRow device = docket.device();
        if (isInHand(docket)) {
            return Stepped.unchanged(docket);
        }
        if (device.standing().isEmpty()) {
            return noted(docket, reading);
        }
        Instruction standing = device.standing().get();
        Optional<DeviceRow.Confirmed> confirmed =
                device.confirmed().filter(by -> reading.observedAt().isAfter(by.at()));
        if (confirmed.isEmpty()) {
            return Stepped.unchanged(docket);
        }
        Optional<ActionId> ours = confirmed.get().action();
        return ReadBack.of(connector, device.linked(now), standing, reading)
                .verification(reading.observedAt(), now)
                .filter(found -> found.state() == State.CONTRADICTED)
                .map(found -> ours.map(by -> new Replaced(by, standing, now, found.evidence()))
                        .map(what -> new Stepped(overridden(docket, what, reading, now), List.of()))
                        .orElseGet(() -> noted(docket, reading)))
                .orElseGet(() -> Stepped.unchanged(docket));
    }

    /**
     * Nothing of ours stands: a vendor that shows the whole instruction says what does. What a window has put back may have been
     * dropped by the device itself as long as it is told that again.
     */
    private static Stepped noted(Docket docket, ReadOutcome.Reading reading) {
        boolean kept = docket.live().stream().anyMatch(a -> a.stage() == Stage.STANDING);
        return reading.standing()
                .filter(shown -> !kept)
                .map(shown -> docket.device().showing(Optional.of(shown), reading.observedAt()))
                .map(device -> new Stepped(docket.with(device), List.of()))
                .orElseGet(() -> Stepped.unchanged(docket));
    }

    /** Whether something of ours is under way that may show in a reading, or not show yet. */
    private static boolean isInHand(Docket docket) {
        return docket.live().stream()
                .anyMatch(a -> a.stage().isCalling()
                        || a.stage().isReturning()
                        || (a.state() == ActionState.ACKNOWLEDGED && a.stage() != Stage.OPEN));
    }

    private static Docket overridden(Docket docket, Replaced found, ReadOutcome.Reading reading, Instant now) {
        Docket after = docket.with(docket.device().showing(reading.standing(), reading.observedAt()))
                .overridden(found);
        for (LiveAction action : docket.live()) {
            if (action.stage() == Stage.OPEN) {
                after = after.with(action.with(action.window().override()).at(Stage.OPEN, now));
            }
        }
        return Takeover.superseded(after, now);
    }
}
