/**
 * The server. {@link energy.amps.server.Main} starts it; {@link energy.amps.server.Platform} is the one place where its parts
 * are put together, in the order in which they stand on each other.
 *
 * <pre>
 *             http                     edge: translates, decides nothing
 *              |
 *   tenant  device  action  link  user features: decide
 *              |
 *            agenda                    when: durable timers, claims, leases
 *              |
 *            store                     how: transactions, SQL, migrations
 * </pre>
 *
 * Arrows point down only; an architecture test holds this.
 */
@NullMarked
package energy.amps.server;

import org.jspecify.annotations.NullMarked;
