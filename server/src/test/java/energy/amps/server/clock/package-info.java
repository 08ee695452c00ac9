/** Test clocks on a real database: walks, crashes, and nodes that must agree. */
@NullMarked
package energy.amps.server.clock;

import org.jspecify.annotations.NullMarked;
