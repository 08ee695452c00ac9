/**
 * Programs run beside a test, to be killed, paused and looked at from outside.
 *
 * <p>Front doors: {@link energy.amps.testkit.process.NodeProcess}, a packaged server on a database of the caller's; {@link
 * energy.amps.testkit.process.VendorProcess}, the scripted vendor. Both are a {@link
 * energy.amps.testkit.process.JavaProcess}, which ends with this JVM.
 */
@NullMarked
package energy.amps.testkit.process;

import org.jspecify.annotations.NullMarked;
