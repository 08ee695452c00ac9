package energy.amps.server.action;

import energy.amps.command.Command;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.ScheduleId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An accepted push and what became of it, as the API shows it (contract section 5).
 *
 * @param id its id
 * @param deviceId the device it is for
 * @param family the device's family
 * @param command what to do
 * @param parameters as sent; empty when the push had none
 * @param state where it stands
 * @param result how it ended, once terminal
 * @param errorCode why it failed
 * @param errorMessage the same in a sentence
 * @param createdAt when it was accepted
 * @param updatedAt when it last changed
 * @param acknowledgedAt when the vendor took the write
 * @param completedAt when it became terminal
 * @param start when it begins, unless on receipt
 * @param end when its window closes
 * @param verification whether the device was seen to do it, once the vendor took the write
 * @param schedule the schedule that made it, where no push did
 */
public record Action(
        ActionId id,
        DeviceId deviceId,
        Family family,
        Command command,
        Optional<Map<Parameter, Quantity>> parameters,
        ActionState state,
        Optional<Result> result,
        Optional<FaultCode> errorCode,
        Optional<String> errorMessage,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> acknowledgedAt,
        Optional<Instant> completedAt,
        Optional<Instant> start,
        Optional<Instant> end,
        Optional<Verification> verification,
        Optional<ScheduleId> schedule) {

    /**
     * How an action ended.
     *
     * @param success whether it did what was asked
     * @param message one sentence
     */
    public record Result(boolean success, String message) {}
}
