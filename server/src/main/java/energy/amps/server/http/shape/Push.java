package energy.amps.server.http.shape;

import energy.amps.check.PushRequest;
import energy.amps.connector.SandboxControls;

/**
 * A push as its body says it.
 *
 * @param request what to do, well formed and nothing more
 * @param controls the misbehaviour asked of the sandbox; {@link SandboxControls#NONE} without a {@code sandbox} object
 */
public record Push(PushRequest request, SandboxControls controls) {}
