package energy.amps.server.store;

/**
 * Whose rows: one customer in one environment. There is no way to ask the store for a row without one, and the database
 * holds every statement to it a second time by row-level security.
 *
 * @param customer whose
 * @param environment in which of their worlds
 */
public record Tenant(CustomerId customer, Environment environment) {}
