/**
 * Webhooks: where customers want their events, and the engine that brings them there (contract section 9).
 *
 * <p>Front door: {@link energy.amps.server.webhook.Webhooks}, with {@link energy.amps.server.webhook.Endpoints} and
 * {@link energy.amps.server.webhook.Deliveries} for what customers ask. {@code docs/internals/way-of-a-webhook.md} follows a
 * message through the room.
 *
 * <pre>
 *                 numbered (Fanout)           attempted
 *   event --------> delivery, leased or free ----------> gone: it arrived
 *                          ^                |  failed
 *                          +-- due again ---+----------> given up (410, or after ten attempts); a replay takes it up again
 * </pre>
 *
 * <p><b>Invariants.</b> At least once: a delivery is made in the transaction that puts its event into the feed, and is
 * removed only in one that knows of a 2xx. The message's id is the event's, so a receiver knows a repeat, wherever it comes
 * from. A row is leased to a node under a token; a result under an old token writes nothing.
 *
 * <p><b>Nobody delays another.</b> Claims go endpoint by endpoint. A {@code Lane} widens with success and is halved by
 * failure, down to one message at a time: a backlog of a dead endpoint waits in the database and costs the others one step into
 * an index.
 *
 * <p><b>Outbound.</b> {@code Post} is the only client that speaks to addresses that customers chose. {@link
 * energy.amps.server.webhook.GuardedResolver} resolves and checks at each attempt, and the connection goes to the address
 * that was checked (decision 0024).
 *
 * <p><b>Time.</b> Back-off, rates, signatures and the ages of secrets go by the platform's clock; what stands in bodies by the
 * tenant's.
 *
 * <p><b>Threads and transactions.</b> One thread claims, one commits results in groups, one virtual thread per attempt that
 * is out. No transaction is open while one is. Whoever needs both locks endpoints before deliveries, several endpoints in
 * the order of their ids, and whoever asks for messages again waits for no delivery that another has.
 *
 * <p><b>Failure.</b> Without a database results wait, and attempts with them. What a dead node held is freed by the others
 * within a second of its lease's end. What a lost commit may have leased to this node without its knowing is freed after two
 * looks.
 *
 * <p><b>Not here.</b> Making events: whoever makes a transition writes its row. The order of events: that is the feed's.
 */
@NullMarked
package energy.amps.server.webhook;

import org.jspecify.annotations.NullMarked;
