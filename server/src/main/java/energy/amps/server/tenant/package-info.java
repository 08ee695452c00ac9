/**
 * Customers, their keys and their end users: who may ask, how fast, and for whose data (contract section 2).
 *
 * <p>Front doors: {@link energy.amps.server.tenant.Keys} turns a presented key into a {@link
 * energy.amps.server.store.Tenant}, and is the only place that does; {@link energy.amps.server.tenant.Users} narrows a call
 * to one end user; {@link energy.amps.server.tenant.KeyRing} is what a customer does with its keys; {@link
 * energy.amps.server.tenant.Customers} makes customers and shuts their doors, which is the operator's business; {@link
 * energy.amps.server.tenant.Audit} keeps who did what; {@link energy.amps.server.tenant.Allowances} counts requests; {@link
 * energy.amps.server.tenant.TenantClock} says what time it is for a tenant, and how a
 * {@link energy.amps.server.tenant.TenantTime} follows from the platform's.
 *
 * <p><b>Keys.</b> A key is shown once, when it is made, and stored as its SHA-256. It has {@link
 * energy.amps.server.tenant.KeyScope scopes}; what a route needs is data on the route. What was looked up is remembered for five
 * seconds, so that a revocation takes hold within them on every node, and at once on the node that made it; unknown keys are
 * remembered too. Whoever names unknown ones is limited by address, before they are looked up. The last key of an environment
 * that may make others is not revoked. {@link energy.amps.server.tenant.KeyUse} writes down when a key was last used, behind the
 * callers' backs.
 *
 * <p><b>Transactions.</b> {@link energy.amps.server.tenant.Audit#note} runs in the transaction of what it tells of. The
 * operator's side and the look-up of a key run under the engine's role, everything else under the tenant's.
 *
 * <p><b>What fails how.</b> A count that cannot be had from the database is no refusal: the request passes (decision 0017).
 *
 * <p><b>Not here.</b> Taking back what a shut door left behind: {@code energy.amps.server.action} (decision 0018).
 */
@NullMarked
package energy.amps.server.tenant;

import org.jspecify.annotations.NullMarked;
