/**
 * When: durable timers, and who works on them.
 *
 * <p>Everything that happens at an instant is a row of {@code due}. Its owner is the node that works on it; its token grows
 * each time the owner changes. The front door is {@link energy.amps.server.agenda.Agenda}; {@link
 * energy.amps.server.agenda.DueRows} writes the rows inside a feature's own transaction.
 *
 * <pre>
 *            claimed ahead, within the horizon            popped at its instant
 *   free ------------------------------------> leased ----------------------------> handed to its feature
 *    ^                                            |                                        |
 *    +---- the owner's node lease lapsed ---------+                     moved, freed or deleted in the feature's
 *                                                                       transaction, under the row's own rules
 * </pre>
 *
 * <p>The columns {@code holds} and {@code span} are the business of the feature {@code action}; nothing here reads them.
 *
 * <p><b>Lease ahead.</b> A tick claims the rows due within the horizon into memory, with {@code SKIP LOCKED}, so that at its
 * instant a row needs no search and any number of nodes share the work. What is due at once is inserted already leased to
 * the node that accepts it. No device's lock is asked for: a step that has read a row writes over a claim that came after, and
 * tokens are made so that the two are told apart ({@link energy.amps.server.agenda.Due}).
 *
 * <p><b>Two times.</b> {@code due_at} is the platform's instant, and all that is looked at here. A customer's sandbox may have a
 * time of its own; its rows carry that in {@code tenant_at} as well, and no {@code due_at} while it stands still. Whose time may
 * be another than the platform's is in {@link energy.amps.server.agenda.TurnedClocks}, which every node is told with the
 * renewal of its lease.
 *
 * <p><b>Node leases.</b> A row is leased to a node, and the node's own lease is one row renewed every quarter of its length;
 * so a thousand rows cost no more to keep than one. The lease is counted from the start of the renewal, less a margin: a
 * node that cannot renew stops before anybody else may begin. When it has lapsed, any node frees its rows, and the token
 * grows, so that an owner who wakes up cannot write: its token is stale ({@code isStillIn} asks before a vendor is
 * called).
 *
 * <p><b>Beside.</b> Each agenda holds so many rows in memory and hands them out on one thread; of more it knows nothing. A kind
 * that comes by the ten thousand has an agenda of its own beside the first, under the same lease ({@code beside}).
 *
 * <p><b>Leaving.</b> A node that is told to stop first claims no more, and does at its instant what it holds; then it frees
 * the rest, and every row that is still written already leased to it. Rows kept for a call that is out stay until the call is
 * back: freed earlier, another node would have to settle by reading what this one is about to hear.
 *
 * <p><b>Threads.</b> One for claiming and, in the end, freeing; one for renewing; one that hands out at the instant. A handler must not block for long; it
 * may block to slow the agenda down.
 *
 * <p><b>Jobs.</b> {@link energy.amps.server.agenda.Jobs} is the other door, for durable work that takes its time: rows of
 * {@code job}, named by a {@link energy.amps.server.agenda.JobKey}. A job's lease is its own instant, moved ahead when it is
 * claimed. Such work has another table because a backlog of it must not fill the memory that holds what is due (decision
 * 0019).
 *
 * <p><b>Not here.</b> What is to be done at the instant: a woken feature looks at its own rows under its own lock and
 * decides afresh. A wake-up too many does nothing.
 */
@NullMarked
package energy.amps.server.agenda;

import org.jspecify.annotations.NullMarked;
