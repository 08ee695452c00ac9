/** Placeholder; see the merge. */
@NullMarked
package energy.amps.server.store;

import org.jspecify.annotations.NullMarked;
