/**
 * What can go wrong, in the API's own codes (contract section 12): {@link energy.amps.fault.ErrorCode} on answers,
 * {@link energy.amps.fault.FaultCode} on actions, and {@link energy.amps.fault.Refusal}, the value that carries an answer's
 * code with its details from where it was decided to the edge. A vendor's own error names and texts never pass through
 * here: a connector maps them to a {@code FaultCode} first.
 */
@NullMarked
package energy.amps.fault;

import org.jspecify.annotations.NullMarked;
