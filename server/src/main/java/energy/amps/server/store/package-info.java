/**
 * PostgreSQL: the only source of truth, and the only coordinator between nodes.
 *
 * <p>Front door: {@link energy.amps.server.store.Database}. A statement reaches a tenant's rows through a
 * {@link energy.amps.server.store.Tx} that was opened for that {@link energy.amps.server.store.Tenant}; there is no other
 * way in. The tenant is set in the same round trip as the transaction's first statement, and row-level security holds
 * every row to it a second time. The engine, which serves all tenants, opens its transactions under a role of its own.
 *
 * <p>SQL is text, written where it is used, with {@code ?} for values. Multi-statement texts travel in one round trip; that
 * is why this is plain JDBC ({@code docs/decisions/0003-plain-jdbc.md}).
 *
 * <p>{@link energy.amps.server.store.SharedLookup} lets look-ups of one tenant that come at the same time share a statement.
 * Sessions ask for generic plans: no statement is planned twice on a connection (decisions 0009 and 0011).
 *
 * <p><b>Threads.</b> Any virtual thread may call; {@link energy.amps.server.store.Turns} before each pool keep the wait for
 * a connection in order and within a limit ({@code docs/decisions/0013-refuse-instead-of-waiting.md}). A transaction belongs to the thread that opened it, and no foreign call is made while one is open.
 *
 * <p><b>Time.</b> {@link energy.amps.server.store.PlatformClock} is the platform's time: the database's, as seen from this
 * node. Statements take their instants as parameters from it; no statement asks the database for the time.
 *
 * <p><b>Failure.</b> {@link energy.amps.server.store.StoreException} for everything the database refuses or cannot do; the
 * transaction is rolled back and nothing of it holds.
 */
@NullMarked
package energy.amps.server.store;

import org.jspecify.annotations.NullMarked;
