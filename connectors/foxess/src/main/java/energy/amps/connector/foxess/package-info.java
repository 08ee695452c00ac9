/**
 * Batteries of FoxESS, through the Open API of its cloud.
 *
 * <p>Front door: {@link energy.amps.connector.foxess.FoxEssConnectorProvider}, found by the service loader. Everything else is
 * private to the room. What each verb becomes natively, what is emulated, and what the vendor refuses is told to people in
 * {@code docs/connectors/foxess.md}.
 *
 * <pre>
 *   FoxEssConnector   the SPI, and nothing else
 *     Enrolment       account, devices, what a device says it can          -> Memory
 *     Reader          one look: figures, schedule, settings
 *     Commander       one instruction: look, then write                     Plan: the same in words
 *     SettingsWriter  some settings
 *     Verification    what a reading shows of an instruction
 *       Translation   instruction <-> Terms, the vendor's words
 *       DaySlots      a window -> minutes of the inverter's day
 *       Calls         the native calls, typed
 *         Session     one operation: key, signature, deadline
 *           Transport HTTP     Pacing: the vendor's least time between two calls     VendorErrors: its numbers
 * </pre>
 *
 * <p><b>State.</b> A {@code Memory} for each device: its serial number, what it said of itself when it was linked, and the
 * schedules that were written to it last, by which ours is told from another's. It changes with an outcome alone.
 *
 * <p><b>What fails how.</b> Before the first write nothing has changed, so every failure is a rejection. A write that was not
 * answered, or by a number that does not say "no" beyond doubt, is unknown; and so is everything once one write of several has
 * gone through. No write is ever sent twice. The vendor's numbers become canonical codes in one table, and its texts go nowhere.
 *
 * <p><b>Threads.</b> Any number; an operation belongs to its thread and ends within the connector's time limit. Only {@code
 * Pacing} is shared, and bounded. <b>Time</b> is the device's; durations are measured.
 *
 * <p>Why it is built this way: decisions 0035 and 0036. Not here: quotas over all nodes, retries, and windows that end; those
 * are the platform's.
 */
@NullMarked
package energy.amps.connector.foxess;

import org.jspecify.annotations.NullMarked;
