package energy.amps.server.action;

import energy.amps.connector.Attempt;
import energy.amps.server.store.ActionId;

/** What is to be done outside, once a step is committed. */
sealed interface Effect {

    /** The action it is for. */
    ActionId action();

    /** Whether it concerns the command itself, or the return. */
    Attempt.Purpose purpose();

    /** Send the command, or the return: the write-ahead is committed. */
    record Send(ActionId action, Attempt.Purpose purpose) implements Effect {}

    /** Ask the vendor after what was sent. */
    record Ask(ActionId action, Attempt.Purpose purpose) implements Effect {}

    /** Read the device, to settle what is unknown. */
    record Look(ActionId action, Attempt.Purpose purpose) implements Effect {}
}
