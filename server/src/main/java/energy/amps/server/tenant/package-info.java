/** Placeholder; see the merge. */
@NullMarked
package energy.amps.server.tenant;

import org.jspecify.annotations.NullMarked;
