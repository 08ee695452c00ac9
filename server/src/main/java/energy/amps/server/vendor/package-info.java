/**
 * The way out to live vendors: what stands between the platform's wish to call one and the call.
 *
 * <p>Front door: {@link energy.amps.server.vendor.Gate}, which is asked before each call for a device and either opens, with
 * the device's account unlocked, or says why not; {@link energy.amps.server.vendor.Gatehouse} is the one that counts.
 *
 * <p><b>What holds.</b> A call that the gate did not open is not made. Simulated connectors pass unasked: they call nobody.
 *
 * <p><b>Budgets.</b> What a vendor that counts calls allows ({@link energy.amps.connector.Metered}) is one row for all nodes and
 * all customers; what a call may cost is set aside under its lock before the call, and stays spent. Nobody knows when exactly a
 * call reaches the vendor: {@link energy.amps.server.vendor.Ledger} counts it wherever it may fall (decision 0034).
 *
 * <p><b>Looks of the platform's own.</b> {@link energy.amps.server.vendor.Pace} says when the next one comes, of what a {@link
 * energy.amps.server.vendor.Outlook} leaves to looks; who makes them is in {@code device} (decision 0044).
 *
 * <p><b>Lanes.</b> One call that changes a device is out at a time, whichever node makes it. The engine sees to that for commands
 * by itself; settings, which pass no docket, meet them here.
 *
 * <p><b>Threads and transactions.</b> Any thread, with no transaction open: the gate opens its own, and they are committed
 * before the call goes out.
 *
 * <p><b>What fails how.</b> A gate that stays shut is a value, {@link energy.amps.server.vendor.Gate.Passage.Shut}, with a
 * canonical code: nothing was sent.
 *
 * <p>What a connector throws is logged as {@link energy.amps.server.vendor.Wordless}: its messages may hold secrets.
 *
 * <p><b>Not here.</b> What a call that was not made means for an action or a reader: {@code action} and {@code device} decide
 * that. Linking an account, which has no device yet.
 */
@NullMarked
package energy.amps.server.vendor;

import org.jspecify.annotations.NullMarked;
