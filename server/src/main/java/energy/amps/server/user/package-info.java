/**
 * The end of things: erasing a user, and unlinking a device (contract section 10).
 *
 * <p>Front door: {@link energy.amps.server.user.Erasure}. Users themselves are the tenant's, see {@link
 * energy.amps.server.tenant.Users}.
 *
 * <pre>
 *   asked for --> leaving: nobody finds it, nothing more is accepted, its reference is free
 *                    |  what is scheduled is cancelled, open windows are returned (at most an hour)
 *                    v
 *                 left: device.disconnected is stored, and delivered or given up
 *                    |
 *                    v
 *                 gone: every row of it; events keep position, type and instant
 * </pre>
 *
 * <p><b>Threads and transactions.</b> Asking is one transaction, with its job. All the rest is the job's, on any node, again and
 * again until there is nothing left to do: see {@link energy.amps.server.agenda.Jobs}. Each step is a transaction of its own;
 * rows that may be many go in batches. Users are locked before devices, devices in the order of their ids.
 *
 * <p><b>What goes</b> is a list, {@link energy.amps.server.user.Belongings}. Who adds a table with rows of users or devices adds it
 * there; a test looks for what was forgotten in every table there is.
 *
 * <p><b>What waits for it.</b> A {@link energy.amps.server.user.Farewell} says whether whoever wanted to hear of the leaving has.
 */
@NullMarked
package energy.amps.server.user;

import org.jspecify.annotations.NullMarked;
