/**
 * Schedules: configuration on a device, whose slots become actions at their instants (contract section 8).
 *
 * <p>Front doors: {@link energy.amps.server.schedule.Schedules} sets, reads, lists, cancels and previews; {@link
 * energy.amps.server.schedule.Firing} is what the agenda wakes. When a slot takes place is the business of the package {@code
 * plan}; how it becomes an action, of {@link energy.amps.server.action.Fires}: nothing here reaches a connector.
 *
 * <pre>
 *             begins_at         nothing left to fire
 *   pending ------------> active --------------------> completed
 *      |                    |
 *      +---- DELETE --------+--------------------------> cancelled
 * </pre>
 *
 * <p><b>One lock.</b> A schedule is set, cancelled and fired under its device's row lock. A device has at most one that is
 * pending or active; setting it again keeps its id.
 *
 * <p><b>Exactly once.</b> Of a schedule everything that begins before its mark has been decided, and nothing that begins later.
 * A turn decides what has come due, in order, and moves the mark in the transaction that makes the actions and events: fired,
 * skipped for a reason, or failed with a code. So a wake-up too many finds nothing to do, and one that is lost is made up for by
 * the due row, which stands at the first occurrence that has not been decided. Due rows are of the kind {@code schedule} and have
 * an agenda of their own: however many schedules are due at one instant, actions are not claimed behind them.
 *
 * <p><b>Taken back.</b> Whoever withdraws actions withdraws what makes them first: a revoked key's schedules, a user's, a device's
 * or a tenant's are cancelled one by one, each with its event.
 *
 * <p><b>Time.</b> Everything goes by the tenant's clock: what has come due, what is late, and the due row's instant. While a
 * customer turns its sandbox's clock, slots are decided on the way by {@link energy.amps.server.schedule.WalkedSlots}, and no
 * agenda is asked.
 *
 * <p><b>What fails how.</b> A turn that throws is rolled back, logged, and tried again for each of its devices alone, a little
 * later. A slot that the device does not take any more is an event and no failure.
 */
@NullMarked
package energy.amps.server.schedule;

import org.jspecify.annotations.NullMarked;
