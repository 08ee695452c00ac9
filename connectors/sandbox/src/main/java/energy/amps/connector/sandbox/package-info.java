/**
 * The sandbox: simulated devices behind the same SPI as real ones (contract section 11).
 *
 * <p>Front door: {@link energy.amps.connector.sandbox.SandboxConnectorProvider}, found by the service loader. Everything
 * else is private to the room. {@code SandboxConnector} plays the vendor: when it answers, and which misbehaviour a push or
 * the account asked for. Behind it a {@code Simulator} per family plays the hardware.
 *
 * <p><b>Pure.</b> Every answer is a function of the device's state, of its neighbours' and of the instant of the call. Nothing
 * ticks, a read writes nothing, so a device read once or a thousand times on the way shows the same. What is cached
 * ({@code Checkpoints}) is derived, bounded, and never changes an answer. All types but {@code Flow}s, which belong to one
 * call, are safe for any number of threads.
 *
 * <p><b>Homes.</b> An account holds three ({@code Home}); each model stands in one of them. What stands in a home is there
 * whether or not it is linked: a neighbour that the platform does not show counts as untouched.
 *
 * <p><b>One mechanism.</b> {@code Machine} serves every family with writes: the {@code Memory} of what was told, orders on
 * their way, the steps, looking back, and its text ({@code MemoryCodec}). A family brings a {@code DeviceModel} and a
 * {@code Hardware}: its physics as a {@code Flow}, its look, its text. Inverters and vehicles have no memory but their model.
 *
 * <pre>
 *   Memory:  untouched -(first write)-> Segment -> Segment -> ... -> the latest      and at most one order on its way
 *                                       each: instant, state then, terms since then
 *   Course:  the segments, made into a Flow: pieces of constant power
 *   Site:    roof - base load - charger - heat pump, what a battery's auto.* follow
 * </pre>
 *
 * <p>A segment carries the state that it begins with, so a reading needs the latest alone, history begins anywhere, and what is
 * closed as a chapter takes nothing away. A newer order replaces one on its way. Time never runs back: what arrives for an
 * instant before the latest segment takes hold where that began.
 *
 * <p><b>Who depends on whom.</b> Roof and rooms on the weather; the car on its charger; the battery on all three; nobody on a
 * battery. So there are no circles. A step that runs later, under the device's lock, uses the neighbours as they were when
 * the write was sent: what they did until then cannot change any more.
 *
 * <p><b>Controls.</b> {@code error}, {@code foreignScheduler}, {@code timeoutAfterApply} and {@code acceptButIgnore} are of
 * the push itself; the return of its window feels {@code delay} and {@code revert} alone. A foreign scheduler that a push
 * asked for is cleared for that push; one of the account's trait stays cleared. A push that was accepted and ignored never
 * reached the device, which stays untouched if it was. Rejections come at once, whatever the delays.
 *
 * <p><b>What fails how.</b> A state this version did not write, and a command no device of the family knows, are faults of the
 * caller: {@code IllegalArgumentException}. Everything a client can cause is an {@code Outcome}.
 *
 * <p>Why it is built this way: decision 0015. Not here: checks against capabilities, conflicts, windows and retries; those
 * are the platform's.
 */
@NullMarked
package energy.amps.connector.sandbox;

import org.jspecify.annotations.NullMarked;
