/**
 * A vendor in a process of its own: it holds what its devices were told, and fails as it is told to.
 *
 * <p>Front door: {@link energy.amps.testkit.vendor.Vendor}, a {@code main}. Others speak HTTP to it: the connector in {@link
 * energy.amps.testkit.scripted}, and tests through {@link energy.amps.testkit.process.VendorProcess}.
 *
 * <p>Every write is appended to {@link energy.amps.testkit.vendor.WriteLog} before it is answered, whatever becomes of it.
 * What a platform sent is judged by that file, and by no memory of the platform.
 *
 * <p>Bodies are lines of {@code name=value}, so that neither side needs a library.
 */
@NullMarked
package energy.amps.testkit.vendor;

import org.jspecify.annotations.NullMarked;
