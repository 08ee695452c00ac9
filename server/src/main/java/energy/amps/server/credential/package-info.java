/**
 * Credentials at rest: what opens an account, from the moment its vendor has given it until its owner is erased.
 *
 * <p>Front doors: {@link energy.amps.server.credential.Envelopes} seals and opens; {@link
 * energy.amps.server.credential.Materials} has an account's material beside its row, and gives a device's account as its
 * connector needs it; {@link energy.amps.server.credential.Rotation} seals everything anew under another key of the
 * operator's, in steps that may stop anywhere.
 *
 * <p><b>Envelope.</b> Each secret is sealed under a key of its own, and that key under the operator's ({@link
 * energy.amps.server.secrets.Vault}), both for one row alone: what is copied to another row does not open there (decision
 * 0032). A text in the database begins with the id of the operator's key.
 *
 * <p><b>Where a secret is in clear.</b> In the call that brings it, and in the call to the vendor that needs it: it is read
 * and opened for that call. Dockets, views, events, answers and logs never have it; {@link energy.amps.connector.Secret}
 * prints as {@code ***}.
 *
 * <p><b>Threads and transactions.</b> Thread-safe. Material is written in the transaction of its row.
 *
 * <p><b>What fails how.</b> Without a key nothing is sealed, and linking that would need it is refused before the vendor has
 * anything to keep. What does not open (its key is missing, or the row was changed) is an {@link
 * energy.amps.server.credential.SealedShut}: the vendor is then not called.
 *
 * <p><b>Not here.</b> The sandbox: its accounts need nothing, and its reads never come by. Credentials that were typed in:
 * they are handed to the connector and dropped.
 */
@NullMarked
package energy.amps.server.credential;

import org.jspecify.annotations.NullMarked;
