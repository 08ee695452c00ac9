/** The feed under writers and readers on several nodes. */
@NullMarked
package energy.amps.server.event;

import org.jspecify.annotations.NullMarked;
