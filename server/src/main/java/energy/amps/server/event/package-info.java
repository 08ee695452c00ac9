/**
 * What happened, as a customer may be told of it: the feed.
 *
 * <p>Front doors: {@link energy.amps.server.event.Feed} to read, {@link energy.amps.server.event.Numberer} to be told of what
 * was made. Whatever makes an event inserts its row into {@code event} in the transaction of the transition, and does nothing
 * else; {@link energy.amps.server.event.EventType} names the types, {@link energy.amps.server.event.EventIds} tells ids of
 * events and messages apart.
 *
 * <pre>
 *   made (committed with its transition, no position)
 *        -- numbered, in batches, one transaction at a time per tenant --> in the feed (position, for good)
 *        -- thirty days later --> gone, and the cursors behind it with it
 * </pre>
 *
 * <p><b>Invariants.</b> Positions of a tenant have no gaps and are given once, after the commit of what they number: so a
 * reader who has seen a position has seen all before it. Of one device, a higher {@code sequence} has a higher position: the
 * numbered events of a device are always the first ones. Within a batch what occurred earlier, by the tenant's time, has a
 * lower one.
 *
 * <p><b>Erased.</b> An event whose user is gone keeps position, type and instant; it has no body and no device.
 *
 * <p><b>Nobody's events.</b> A tenant without endpoints and without readers is not numbered until somebody reads.
 *
 * <p><b>Threads and transactions.</b> Numbering runs on virtual threads of its own, {@code PLACES} transactions at a time on a
 * node; the lock on the tenant's row of {@code feed} is the lease of whoever numbers, and ends with its transaction. A
 * {@link energy.amps.server.event.Numberer.Subscriber} writes in the same transaction. Nothing here calls anybody outside.
 *
 * <p><b>Failure.</b> What fails stays without a position, and is found again within a second, on any node.
 *
 * <p><b>Not here.</b> Sending: that is package {@code webhook}. The bodies of events: whoever makes them writes them.
 */
@NullMarked
package energy.amps.server.event;

import org.jspecify.annotations.NullMarked;
