/** Placeholder; see the merge. */
@NullMarked
package energy.amps.server.action;

import org.jspecify.annotations.NullMarked;
