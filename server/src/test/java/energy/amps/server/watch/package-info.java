@NullMarked
package energy.amps.server.watch;

import org.jspecify.annotations.NullMarked;
