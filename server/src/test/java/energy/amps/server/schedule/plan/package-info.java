/** When schedules fire, against oracles that share no code with what they judge. */
@NullMarked
package energy.amps.server.schedule.plan;

import org.jspecify.annotations.NullMarked;
