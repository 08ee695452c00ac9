/** The launcher of the embedded PostgreSQL against the real programs, killed in every way we know. */
@NullMarked
package energy.amps.server.embedded;

import org.jspecify.annotations.NullMarked;
