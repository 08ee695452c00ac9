package energy.amps.server.device;

import energy.amps.command.Command;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest action of a device, as its read shows it.
 *
 * @param id its id
 * @param command its command
 * @param state where it stands
 * @param createdAt when it was accepted
 * @param updatedAt when it last changed
 * @param errorCode why it failed
 * @param errorMessage the same in a sentence
 */
public record LastAction(
        ActionId id,
        Command command,
        ActionState state,
        Instant createdAt,
        Instant updatedAt,
        Optional<FaultCode> errorCode,
        Optional<String> errorMessage) {}
