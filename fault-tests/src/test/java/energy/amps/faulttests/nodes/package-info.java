/**
 * Several nodes on one database, each a process of its own: how they share work, and what one of them may do to the others by
 * dying, standing still, being restarted, or losing its database.
 *
 * <p>Whether something was sent, and how often, is read from the vendor's own log. Front door for a new test: {@link
 * energy.amps.faulttests.nodes.Nodes}.
 */
@NullMarked
package energy.amps.faulttests.nodes;

import org.jspecify.annotations.NullMarked;
