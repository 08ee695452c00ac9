/**
 * Linking: how an account at a vendor, and its devices, become a user's (contract section 10).
 *
 * <p>Front doors: {@link energy.amps.server.link.Links} takes credentials and brings a link to its end; {@link
 * energy.amps.server.link.Accounts} writes the devices, whoever found them.
 *
 * <pre>
 *   credentials --+--------------------------------+--> linked      its devices are here; kept 30 days
 *                 |                                |
 *                 +--> mfa_required --+------------+
 *                 |      ^    |       |            |
 *                 |      +----+       v            |
 *                 +-------------> select_devices --+
 *                       both lapse after 15 minutes, and are then not found
 * </pre>
 *
 * <p><b>What holds.</b> A device of an account is here once per user: accounts are unique by user, vendor and the vendor's own
 * name of them, and whoever writes devices has the account's row locked. Linking again changes no id. An account belongs to the
 * environment whose kind of devices it has: computed ones to the sandbox, all others to live.
 *
 * <p><b>Devices that dial in</b> have no account to open: {@code Expecting} has the device there at once, linked, and gives the
 * address that it is to dial; who dials is {@code station}'s business.
 *
 * <p><b>Threads and transactions.</b> A caller's thread. Vendors are called with no transaction open; what came of a call is
 * written in one, guarded by the state that it was made in. Users, links, accounts and devices are locked in this order.
 *
 * <p><b>What fails how.</b> What the vendor says is a refusal with its code. What it does not say is 503, and the link stands as
 * it stood.
 *
 * <p><b>Not here.</b> Credentials, after the call that needs them: they are neither stored nor logged. What opens an account for
 * good ({@link energy.amps.connector.Account#material}) is sealed by {@code credential} on its way to the rows; with no key to
 * seal with, a connector that wants it kept is refused.
 */
@NullMarked
package energy.amps.server.link;

import org.jspecify.annotations.NullMarked;
