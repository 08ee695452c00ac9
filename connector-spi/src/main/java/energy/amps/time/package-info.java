/**
 * Local time at a plant. {@link energy.amps.time.PlantTime} is the only place in Amps that turns a wall clock and a zone
 * into an instant; pushes and schedules ask it, and decide for themselves what a gap or an overlap means to them.
 */
@NullMarked
package energy.amps.time;

import org.jspecify.annotations.NullMarked;
