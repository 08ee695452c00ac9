/**
 * The conformance kit: what every connector must keep, as tests that its author runs.
 *
 * <p>Front doors: {@link energy.amps.testkit.conformance.Conformance}, which the author's test class implements, and {@link
 * energy.amps.testkit.conformance.Rig}, which the author writes: the connector, devices before it, a way to play each {@link
 * energy.amps.testkit.conformance.Fault}, and a count of what came in. {@link energy.amps.testkit.conformance.Rule} lists what
 * is held; {@code docs/connectors/writing-one.md} explains it.
 *
 * <pre>
 *   Conformance -> Checks: Scene (what there is to check) -> Check, Check, ...
 *   Check: a new Trial = the author's Rig + States (what is remembered) + Calls (made as the platform makes them)
 *          -> passes, or throws Broken with its Rule
 * </pre>
 *
 * <p>Some rules hold at every call whatever is being checked: the cost (in {@code Calls}), purity and size of the state (in
 * {@code States}), secrets and the vendor's words (in {@code Texts}), the log (in {@code LogCapture}, which takes the
 * process's output while a trial is open: checks run one at a time).
 *
 * <p>Time is the rig's: nothing here sleeps, but a call that is to time out takes its connector's time-out. What came of each
 * fault goes into a {@link energy.amps.testkit.faults.FaultTable}.
 *
 * <p>Not here: whether a device does physically what it was told, and how the platform acts on an outcome (fault-tests).
 */
@NullMarked
package energy.amps.testkit.conformance;

import org.jspecify.annotations.NullMarked;
