package energy.amps.server.action;

import energy.amps.fault.FaultCode;

/**
 * What went wrong.
 *
 * @param code canonically
 * @param message in a sentence, for the integrator
 */
record Fault(FaultCode code, String message) {}
