/**
 * How log lines leave the process: on standard error, written by a thread of their own.
 *
 * <p>Front door: {@link energy.amps.server.log.QueuedLines}, named in {@code logback.xml}. Whoever logs puts a line in a bounded
 * queue and goes on; what finds the queue full is dropped and counted. At the end of the process everything that is queued is
 * written, and from then on each line by the thread that logs it.
 *
 * <p><b>Not here.</b> What is logged, and in which form: that is with those who log, and in {@code logback.xml}. Decision:
 * {@code docs/decisions/0011-the-cost-of-a-read.md}.
 */
@NullMarked
package energy.amps.server.log;

import org.jspecify.annotations.NullMarked;
