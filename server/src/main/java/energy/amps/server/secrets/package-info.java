/**
 * Secrets that must be read again: sealed on their way to the database, opened where they are used.
 *
 * <p>Front door: {@link energy.amps.server.secrets.Vault}; {@link energy.amps.server.secrets.KeyFile} keeps a key for whoever
 * was given none. AES-256-GCM of the JDK, a fresh nonce for each text, the row's own name as associated data: a text that is
 * copied to another row does not open there. The id of the key stands before the text, so that a new key can seal while old
 * ones still open (decision 0023).
 *
 * <p><b>Threads.</b> Immutable; any thread. <b>Failure.</b> A text that does not open is an {@link IllegalStateException}:
 * its key is missing, or somebody changed the row.
 *
 * <p><b>Not here.</b> API keys: those are never read again, only compared, and are stored as hashes.
 */
@NullMarked
package energy.amps.server.secrets;

import org.jspecify.annotations.NullMarked;
