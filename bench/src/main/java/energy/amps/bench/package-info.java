/**
 * Load on the packaged server, each figure beside its limit or a peer measured in the same run.
 *
 * <p>Front door: {@link energy.amps.bench.Main}, which {@code ./amps bench} runs. A {@code Scenario} starts the real
 * server as a process ({@code ServerProcess}) with a durable PostgreSQL of its own, or several ({@code Town}, {@code
 * Cluster}), loads it over loopback ({@code Load}, {@code HttpConnection}; {@code OpenLoop} where it is to be too much), and
 * gives a {@code Finding}: a {@code Report} and the {@code Machine} it holds for.
 *
 * <p>How the figures stay honest:
 *
 * <ul>
 *   <li>server and peer take turns, round by round, so that a machine that slows down slows both; a ratio is one of
 *       neighbouring rounds;
 *   <li>connections are opened, and what a round left is cleared, outside of the measured time;
 *   <li>the statements of {@code push}'s limit are taken from PostgreSQL's own log of one real push, so that they cannot
 *       drift from what the server sends;
 *   <li>at half load a call's latency counts from the instant at which it was to be sent, so that a stall is seen by every
 *       call that it held up.
 * </ul>
 *
 * <p><b>Threads.</b> A client is one thread. Scenarios run one at a time, on the main thread.
 *
 * <p><b>Failure.</b> Any unexpected answer ends the whole run with an exception: a figure over failures is none. Processes
 * and the data folder go with the run, also after Ctrl-C.
 *
 * <p>Not here: assertions about time. No test depends on a figure.
 */
@NullMarked
package energy.amps.bench;

import org.jspecify.annotations.NullMarked;
