/**
 * The connector of the {@link energy.amps.testkit.vendor.Vendor}: batteries whose state is asked for live, and whose writes
 * may be lost. Front door: the service {@link energy.amps.testkit.scripted.ScriptedConnectorProvider}, found wherever this
 * jar is on a server's class path; the product's own class path never has it.
 */
@NullMarked
package energy.amps.testkit.scripted;

import org.jspecify.annotations.NullMarked;
