package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.connector.Attempt;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a device stands under.
 *
 * @param standing the instruction that holds until the next
 * @param heldFloor the {@code reserve} of a battery's charge, %: it outlives the charge's own window and ends with the next push
 */
record Orders(Instruction standing, Optional<BigDecimal> heldFloor) {

    /** These orders once {@code order} has taken hold; the return of a window is no push, so it leaves the floor held. */
    Orders after(Order order) {
        return new Orders(
                order.instruction(),
                order.purpose() == Attempt.Purpose.APPLY ? floorOf(order.instruction()) : heldFloor);
    }

    private static Optional<BigDecimal> floorOf(Instruction instruction) {
        return instruction.command() == Command.CHARGE
                ? Optional.ofNullable(instruction.parameters().get(Parameter.RESERVE))
                        .map(Quantity::value)
                : Optional.empty();
    }
}
