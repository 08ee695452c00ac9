package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.connector.Connector;
import energy.amps.connector.ReadOutcome;
import energy.amps.server.action.Verification.State;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds out, from any reading that a vendor gives, that someone else has told a device something: its owner at the wall, the vendor's
 * app, another installer. Pure.
 *
 * <p>Only what a reading has shown to hold can be seen to be replaced: before that, a device that does something else has not followed
 * yet. And only a reading that is newer than that one, while nothing of ours is under way, says that it was someone else.
 */
final class Overriding {
    private Overriding() {}

    /** The device was seen, by whomever. */
    static Stepped seen(Docket docket, Connector connector, ReadOutcome.Reading reading, Instant now) {
        DeviceRow device = docket.device();
        Optional<DeviceRow.Confirmed> confirmed = device.confirmed()
                .filter(by -> reading.observedAt().isAfter(by.at()))
                .filter(by -> !isInHand(docket));
        if (confirmed.isEmpty() || device.standing().isEmpty()) {
            return Stepped.unchanged(docket);
        }
        Instruction standing = device.standing().get();
        ReadBack back = ReadBack.of(connector, device.linked(now), standing, reading);
        return back.verification(reading.observedAt(), now)
                .filter(found -> found.state() == State.CONTRADICTED)
                .map(found -> new Replaced(confirmed.get().action(), standing, now, found.evidence()))
                .map(found -> new Stepped(overridden(docket, found, reading, now), List.of()))
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
        Docket after =
                docket.with(docket.device().overridden(reading.standing())).overridden(found);
        for (LiveAction action : docket.live()) {
            if (action.stage() == Stage.OPEN) {
                after = after.with(action.with(action.window().override()).at(Stage.OPEN, now));
            }
        }
        return Takeover.superseded(after, now);
    }
}
