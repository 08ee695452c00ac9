/** Tests of the way out to vendors. */
@NullMarked
package energy.amps.server.vendor;

import org.jspecify.annotations.NullMarked;
