/**
 * The contract, section by section, over HTTP alone. One class per section; a test's name is the claim that it holds. The
 * ground rules (which server, which devices, what every answer is held to) are in {@code harness}.
 */
@NullMarked
package energy.amps.contract;

import org.jspecify.annotations.NullMarked;
