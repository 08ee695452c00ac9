/**
 * The sandbox: simulated devices behind the same SPI as real ones (contract section 11).
 *
 * <p>Front door: {@link energy.amps.connector.sandbox.SandboxConnectorProvider}, found by the service loader. Everything
 * else is private to the room. {@code SandboxConnector} plays the vendor: when it answers, and which misbehaviour a push
 * asked for. Behind it a {@code Simulator} per family plays the hardware; the battery's is the only one so far.
 *
 * <p><b>Pure.</b> Every answer is a function of the device's state and the instant of the call. Nothing ticks, a read
 * writes nothing, so a device read once or a thousand times on the way shows the same. All types are immutable and safe
 * for any number of threads.
 *
 * <p><b>A battery is</b> <i>untouched</i> (a fixed daily curve) until the first push that reaches it or the first settings
 * write, and from then on <i>operated</i>: an anchor (instant and level), a standing instruction, settings, and at most one
 * order that is still on its way. A newer order replaces one on its way. Time never runs back: what arrives for an instant
 * before the anchor takes hold at the anchor.
 *
 * <p><b>Physics.</b> Power is measured on the AC side; one-way efficiency applies each way. Charging tapers in steps:
 * 70 % of full power from a level of 90 %, 40 % from 95 %, 20 % from 98 %. Amps count at 51.2 V. A floor stops a discharge
 * and never starts a charge: a battery found below a floor that was raised later stays where it is.
 *
 * <p><b>The home</b> around it has a surplus (positive) or a need (negative) that is the same every day, UTC: 00-06 -0.3 kW,
 * 06-09 -0.8, 09-15 +1.2, 15-21 -1.0, 21-24 -0.4. The export limit lets a discharge cover the need and then give that much
 * to the grid. {@code auto.balanced} stores the surplus and covers the need; {@code auto.reserve} charges to its
 * {@code reserve}, else as full as it may, and stays; {@code auto.export} stores the surplus and sells at full power while
 * there is none. {@code power} caps and {@code reserve} floors them.
 *
 * <p><b>Controls.</b> {@code error}, {@code foreignScheduler}, {@code timeoutAfterApply} and {@code acceptButIgnore} are of
 * the push itself; the return of its window feels {@code delay} and {@code revert} alone. A cleared foreign scheduler is
 * cleared for that push, none is remembered. A push that was accepted and ignored never reached the battery, which stays
 * untouched if it was. Rejections come at once, whatever the delays.
 *
 * <p><b>What fails how.</b> A state this version did not write, and a command no battery knows, are faults of the caller:
 * {@code IllegalArgumentException}. Everything a client can cause is an {@code Outcome}.
 *
 * <p>Not here: checks against capabilities, conflicts, windows and retries; those are the platform's.
 */
@NullMarked
package energy.amps.connector.sandbox;

import org.jspecify.annotations.NullMarked;
