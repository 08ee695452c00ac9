/** Claims on a real PostgreSQL, and the nodes that race for them. */
@NullMarked
package energy.amps.server.idempotency;

import org.jspecify.annotations.NullMarked;
