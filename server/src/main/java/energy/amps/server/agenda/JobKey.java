package energy.amps.server.agenda;

import energy.amps.server.store.Tenant;

/**
 * Which job.
 *
 * @param kind whose business it is; names the handler
 * @param tenant whose data it works on
 * @param ref the id of what it works on
 */
public record JobKey(String kind, Tenant tenant, String ref) {}
