/**
 * The fault loop, in the manner of SQLite: the first round trip to the database fails, then the second, then the third, until
 * a run passes untouched; each in every way there is, once, for a while, and once more on the recovery.
 *
 * <p>Front door: {@link energy.amps.faulttests.loop.FaultLoopTest}. {@link energy.amps.faulttests.loop.DatabaseProxy} stands
 * between a node and PostgreSQL and knows enough of the protocol to tell round trips apart; {@link
 * energy.amps.faulttests.loop.Faults} says which of them fails; {@link energy.amps.faulttests.loop.Arena} is a node whose
 * clock the loop moves; {@link energy.amps.faulttests.loop.Audit} says what must hold afterwards; {@link
 * energy.amps.testkit.faults.FaultPage} writes {@code docs/operating/faults.md}.
 */
@NullMarked
package energy.amps.faulttests.loop;

import org.jspecify.annotations.NullMarked;
