/**
 * Customers, their keys and their end users: who may ask, and for whose data (contract section 2).
 *
 * <p>Front doors: {@link energy.amps.server.tenant.Keys} turns a presented key into a {@link
 * energy.amps.server.store.Tenant}, and is the only place that does; {@link energy.amps.server.tenant.Users} narrows a call
 * to one end user; {@link energy.amps.server.tenant.Customers} makes customers, which is the operator's business; {@link
 * energy.amps.server.tenant.TenantClock} says what time it is for a tenant, and how a {@link
 * energy.amps.server.tenant.TenantTime} follows from the platform's.
 *
 * <p>A key is shown once, when it is made, and stored as its SHA-256. What was looked up is remembered for five seconds, so
 * that a revocation takes hold within them on every node; unknown keys are remembered too.
 */
@NullMarked
package energy.amps.server.tenant;

import org.jspecify.annotations.NullMarked;
