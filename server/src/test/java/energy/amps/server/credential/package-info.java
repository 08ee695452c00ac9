/** Tests of credentials at rest. */
@NullMarked
package energy.amps.server.credential;

import org.jspecify.annotations.NullMarked;
