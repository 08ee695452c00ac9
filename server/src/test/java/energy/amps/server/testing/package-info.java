/**
 * What tests of the server share. Front door: {@link energy.amps.server.testing.TestPostgres}, one PostgreSQL per test JVM
 * and a fresh database for whoever asks.
 *
 * <p>No durability and no cleaning up between tests: a test class takes a database of its own, made from a migrated template
 * in some tens of milliseconds, and leaves it behind. Everything goes when the JVM ends, however it ends.
 */
@NullMarked
package energy.amps.server.testing;

import org.jspecify.annotations.NullMarked;
