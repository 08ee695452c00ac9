/** Schedules on the real store, at instants that the tests choose. */
@NullMarked
package energy.amps.server.schedule;

import org.jspecify.annotations.NullMarked;
