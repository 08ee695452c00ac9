/** Placeholder; see the merge. */
@NullMarked
package energy.amps.server.http;

import org.jspecify.annotations.NullMarked;
