/** Placeholder; see the merge. */
@NullMarked
package energy.amps.server.device;

import org.jspecify.annotations.NullMarked;
