/**
 * Test clocks: a sandbox customer turns its own time (contract section 11), and all that falls due on the way happens, in its
 * order, at its own instant.
 *
 * <p>Front door: {@link energy.amps.server.clock.TestClocks} reads and turns a clock; a turn is a {@link
 * energy.amps.server.clock.ClockTurn}, what is shown a {@link energy.amps.server.clock.ClockView}. What time it is for a tenant
 * is {@link energy.amps.server.tenant.TenantClock}'s to say.
 *
 * <pre>
 *            turned for the first time            every node knows      held: stands from now on
 *   no row -----------------------------> told --------------------+---------------------------> walking
 *   (the platform's time)                                          |                                |
 *                                                      ready ------+       at the target: stands, or runs on
 *                                                        ^                                          |
 *                                                        +------------------------------------------+
 * </pre>
 *
 * <p><b>Exact on every node.</b> A clock stands in one row, which is asked each time. That costs the others nothing: a node
 * knows whose clocks were ever turned, and a clock is not turned for the first time before every node does ({@link
 * energy.amps.server.agenda.TurnedClocks}).
 *
 * <p><b>A turn is durable.</b> The request writes where the clock is bound for, and a due row; {@link
 * energy.amps.server.clock.Walk} does the rest in transactions of its own, each of which takes the tenant from one consistent
 * moment to a later one and says so in the clock's row. A node that dies in between leaves the row to another, which goes on from
 * there. Two at once do no harm: each finds the clock where the other left it.
 *
 * <p><b>Locks.</b> Devices first, in their one order, then the clock: shared by whoever acts at its instant, alone by whoever
 * turns it. Due rows come last.
 *
 * <p><b>Due rows</b> of a turned clock carry the tenant's instant, and the platform's only while it can be told. Those of
 * actions and schedules are walked here, without calls; those of any other kind are handed to whoever serves them, and waited
 * for.
 *
 * <p><b>What fails how.</b> A step that throws is rolled back, logged, and tried again later; the clock stays where it was, and a
 * reset gets it out.
 *
 * <p>Decision 0028.
 */
@NullMarked
package energy.amps.server.clock;

import org.jspecify.annotations.NullMarked;
