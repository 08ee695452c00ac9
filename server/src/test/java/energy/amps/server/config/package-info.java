/** The settings: their defaults, their bounds on both sides, and what is said about wrong ones. */
@NullMarked
package energy.amps.server.config;

import org.jspecify.annotations.NullMarked;
