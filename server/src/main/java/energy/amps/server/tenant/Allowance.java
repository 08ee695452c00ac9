package energy.amps.server.tenant;

/**
 * What a key may still ask for, as far as this node knows.
 *
 * @param allowed whether this request is within it
 * @param limit most requests at once
 * @param remaining how many of them are left now
 * @param resetSeconds when all of them are there again if nobody asks, in whole seconds
 * @param retrySeconds when to try again, in whole seconds; 0 where the request is allowed
 */
public record Allowance(boolean allowed, int limit, int remaining, int resetSeconds, int retrySeconds) {}
