package energy.amps.server.action;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.connector.SandboxControls;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param command what to do
 * @param parameters as sent; empty when the push had none
 * @param start when to begin, unless on receipt
 * @param end when to close; only ever moved to an earlier instant, by ending the window
 * @param clearScheduler whether the device's own scheduler may be cleared for it
 * @param controls the misbehaviour that a sandbox push asked for
 */
record Order(
        Command command,
        Optional<Map<Parameter, Quantity>> parameters,
        Optional<Instant> start,
        Optional<Instant> end,
        boolean clearScheduler,
        SandboxControls controls) {

    Instruction instruction() {
        return new Instruction(command, parameters.orElse(Map.of()));
    }

    boolean isWindow() {
        return end.isPresent();
    }

    /** Whether this is a window whose end has come. */
    boolean hasEnded(Instant now) {
        return end.isPresent() && !end.get().isAfter(now);
    }

    Order endingAt(Instant instant) {
        return new Order(command, parameters, start, Optional.of(instant), clearScheduler, controls);
    }
}
