/**
 * Real nodes on a real database before a scripted vendor, each a process of its own. One class per promise; what they share
 * is in {@link energy.amps.faulttests.harness}.
 */
@NullMarked
package energy.amps.faulttests;

import org.jspecify.annotations.NullMarked;
