package energy.amps.server.tenant;

import energy.amps.server.store.KeyId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the audit log.
 *
 * @param id its id
 * @param occurredAt when
 * @param actor {@code key}, {@code operator} or {@code platform}
 * @param key which key, where it was one
 * @param action what was done: {@code key.created}
 * @param subject to what: an id
 * @param details what else there is to say; never a secret
 */
public record AuditEntry(
        String id,
        Instant occurredAt,
        String actor,
        Optional<KeyId> key,
        String action,
        String subject,
        Map<String, Object> details) {}
