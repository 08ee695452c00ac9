/**
 * Actions: accepted pushes, from their acceptance to their end. The heart of the platform.
 *
 * <p>Front doors: {@link energy.amps.server.action.Pushes} accepts, {@link energy.amps.server.action.Fires} turns slots of
 * schedules into actions (nothing else ever reaches a connector), {@link energy.amps.server.action.Actions} lists, reads,
 * cancels and ends, {@link energy.amps.server.action.Withdrawals} takes back a key's, a user's or a tenant's ({@link
 * energy.amps.server.action.Which}) device by device, {@link energy.amps.server.action.Recalls} sees to it that this is done,
 * and {@link
 * energy.amps.server.action.Lifecycle} carries out. Where a customer turns its sandbox's clock, {@link
 * energy.amps.server.action.Passage} takes devices through instants, with the {@link energy.amps.server.action.Slots} of
 * schedules, and {@link energy.amps.server.action.Renewal} makes devices new.
 *
 * <p><b>One lock, one picture, one rule.</b> Whatever happens to an action happens under its device's row lock. Under it the
 * device and its unfinished actions are read as one {@link energy.amps.server.action.Docket}; a pure function makes the next
 * docket of it; the difference is written, with its events, its due rows and the connector's state, in the same transaction.
 * The pure functions are {@link energy.amps.server.action.Acceptance} (a push comes), {@link
 * energy.amps.server.action.Turn} (an instant has come) and {@link energy.amps.server.action.Settlement} (a vendor has
 * answered, or a reading has); which step may follow which stands in {@link energy.amps.server.action.Stage}, and the
 * writer refuses any other.
 *
 * <pre>
 *  scheduled     acknowledged                                                              terminal
 *  ---------     ------------------------------------------------------------------------  ---------------
 *  waiting --+-> sending ---> submitted ---> applying --+---------------> (standing) ---->  completed
 *            |    |  ^  \          \            |       |
 *   ready ---+    |  |   +----------+-------> rejected -------------------------------->  failed
 *  (held up)      v  | sent once more           |       v
 *              unsettled <-- no usable answer --+     open -- end --> return_sending --+->  completed
 *                                                                      ^     |  ...    |
 *                                                                      +-- waiting     +->  failed (REVERT_FAILED)
 *                                                                                           and the return goes on
 * </pre>
 *
 * <p><b>At most once.</b> {@code sending} is committed before the first byte goes out, with the number of the attempt. The
 * answer is written only if the attempt is still that one and the lease token is still ours. A {@code sending} that is
 * found without its sender is settled by a reading; only a reading that shows that nothing was applied allows the command
 * to be sent once more.
 *
 * <p><b>Verified outcomes.</b> A write that was applied is read back ({@link energy.amps.server.action.Verifying}): by the step
 * that completes it where the device is computed, else from its due row once the connector's settle time has passed, as an open
 * window or {@code standing}, which is over for the API. What it comes to is a {@link
 * energy.amps.server.action.Verification} on the action.
 *
 * <p><b>What stands.</b> A device that drops what it was told is told again while the instruction is to hold ({@link
 * energy.amps.server.action.Renewing}), in the device's lane, as {@code open_renewing} or {@code renewing}. Each reading of a vendor is
 * held against what stands confirmed ({@link energy.amps.server.action.Overriding}); where nothing of ours stands, it says what does.
 *
 * <p><b>Threads.</b> Pushes pass the {@link energy.amps.server.action.Intake}, which commits those of one tenant together
 * when they come together; cancelling and ending decide in a transaction of their own. The engine's steps pass the {@link
 * energy.amps.server.action.Desk}, which commits many together. Vendors are called from virtual threads with no
 * transaction open.
 *
 * <p><b>Rows.</b> What is true only while an action is unfinished stands on its due row, which lives as long: whether it
 * holds the device, and the span of its window, with the constraints that allow one holder and no overlap. Actions
 * themselves are updated in place. The statements are {@link energy.amps.server.action.Sheets}.
 *
 * <p>What a connector closes of a device's past is written by the step that closes it, in the same round trip, and stands no
 * longer with the state.
 *
 * <p><b>What fails how.</b> A step that throws rolls back, leaves the action as it was, is logged once as an error, counted
 * in {@code amps.engine.steps.failed}, and tried again later.
 */
@NullMarked
package energy.amps.server.action;

import org.jspecify.annotations.NullMarked;
