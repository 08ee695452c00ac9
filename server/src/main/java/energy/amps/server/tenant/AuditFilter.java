package energy.amps.server.tenant;

import java.util.Optional;

/**
 * Which lines of the audit log are wanted.
 *
 * @param key those of one key
 * @param action those of one kind
 */
public record AuditFilter(Optional<String> key, Optional<String> action) {}
