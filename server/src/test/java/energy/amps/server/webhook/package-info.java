/** Webhooks against receivers of all manners, on a real database and with a clock that a test moves. */
@NullMarked
package energy.amps.server.webhook;

import org.jspecify.annotations.NullMarked;
