package energy.amps.server.agenda;

import java.time.Instant;

/**
 * A due row that this node holds.
 *
 * @param key which
 * @param token the fencing token that came with it
 * @param dueAt its instant, platform time
 */
public record Lease(DueKey key, long token, Instant dueAt) {}
