/**
 * What the process tests share. Front door: {@link energy.amps.faulttests.harness.Site}, a database, a scripted vendor and
 * a customer with devices, on which a test starts nodes as it likes. {@link energy.amps.faulttests.harness.Client} speaks to
 * one node as an integrator does.
 *
 * <p>Time is real here: the windows are seconds long, and a test waits for conditions.
 */
@NullMarked
package energy.amps.faulttests.harness;

import org.jspecify.annotations.NullMarked;
