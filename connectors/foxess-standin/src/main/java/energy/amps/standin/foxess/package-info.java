/**
 * A stand-in for the FoxESS cloud: its Open API over HTTP on loopback, with inverters behind it whose batteries fill and empty.
 *
 * <p>Front door: {@link energy.amps.standin.foxess.FoxEssStandIn}, started with a port and a clock, in a test's own process or,
 * by its {@code main}, in one of its own. A test adds {@link energy.amps.standin.foxess.Inverter}s, looks at them, turns their
 * knobs as an owner or another controller would, and plays {@link energy.amps.standin.foxess.Fault}s.
 *
 * <p><b>The order of refusal.</b> Header missing, timestamp or signature wrong (40256); key unknown (41808) or expired (41809);
 * day quota gone (40402); the same path too soon (40400); device of another key (41930); then what the call itself finds. The
 * quota is 1,440 calls a UTC day for each inverter of the key, and refused calls count.
 *
 * <p><b>Quirks.</b> The signature joins its parts with the four characters backslash, r, backslash, n. Numbers may come as texts
 * in scientific notation, and a variable that a device lacks is left out without a word. Groups repeat every day, have no zone,
 * end with their last minute inclusive, may not cross midnight, and are eight at most. While the scheduler is on, settings are
 * refused (44096) and minimum levels fail to be written (44098). A forced discharge at 0 W runs at full power. The older
 * scheduler does not work on EVO inverters (41200); the newer one nests its figures in {@code extraParam}, and reads back fields
 * that nobody sent.
 *
 * <p><b>Threads.</b> Each call has a virtual thread; an inverter's state is behind its own lock. Batteries are walked minute by
 * minute when somebody looks. <b>Time</b> comes from the clock that it was started with.
 *
 * <p>Not here: anything of the connector. What the two know of the protocol they know each by itself, or their tests would
 * show nothing.
 */
@NullMarked
package energy.amps.standin.foxess;

import org.jspecify.annotations.NullMarked;
