/**
 * The platform in virtual time: real nodes on a real PostgreSQL, driven by one seed, with a vendor, a database and clocks
 * that fail, and an auditor that knows what may come of it. See {@code docs/internals/simulation.md}.
 *
 * <p>{@link energy.amps.server.simulation.Simulation} runs one seed; {@link energy.amps.server.simulation.Simulate} runs many
 * from the command line. Nothing here waits in real time, and at any moment only one fibre runs.
 */
@NullMarked
package energy.amps.server.simulation;

import org.jspecify.annotations.NullMarked;
