/**
 * What devices did: numeric state and energy, interval by interval (contract section 3, {@code docs/guides/history.md}).
 *
 * <p>Front doors: {@link energy.amps.server.history.Histories} answers; {@link energy.amps.server.history.Telemetry} is told
 * of every live reading; {@link energy.amps.server.history.Partitions} keeps the table of readings in days.
 *
 * <p><b>Two sources.</b> A connector that implements {@link energy.amps.connector.History} computes its devices' past from
 * what they remember and from the chapters that they closed; nothing of it is stored as samples. Of live devices the platform
 * keeps what it saw, and {@link energy.amps.server.history.Reckoning} makes the same samples of that. Of any other device
 * nothing is known, and its intervals are empty.
 *
 * <p><b>What a sample says.</b> {@link energy.amps.server.history.Measures} names the numeric fields of each family: rates, of
 * which a sample has the mean, and stocks, of which it has the value at the interval's end. Between two readings no further
 * apart than {@link energy.amps.server.history.Reckoning#MOST_APART} a device counts as seen; a longer gap stays one. What is
 * unknown is absent and never zero.
 *
 * <p><b>Time.</b> Intervals are in the tenant's time; {@link energy.amps.server.history.Span} lays them out, days on the
 * plant's calendar. Rows are partitioned, and dropped, by the platform's time (decision 0022).
 *
 * <p><b>Threads.</b> A reading is put into a queue with a bound and written by one thread per node, many rows at once: a read
 * never waits for it. What does not fit is dropped and counted. Upkeep of partitions runs on every node, one at a time.
 *
 * <p><b>What fails how.</b> A day without its partition refuses its rows; the writer makes the day first. A database that does
 * not answer is tried again for a minute with the same rows, while the queue fills. Upkeep that fails is logged and comes
 * again.
 *
 * <p>Not here: the present state of a device, which is {@code device}'s, and the closing of chapters, which the {@code action}
 * feature writes with the step that closes them.
 */
@NullMarked
package energy.amps.server.history;

import org.jspecify.annotations.NullMarked;
