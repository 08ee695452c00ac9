package energy.amps.server.history;

import java.time.Instant;
import java.util.Optional;

/**
 * What is asked for.
 *
 * @param from where it shall begin; a day before {@code to}, or thirty for whole days, where absent
 * @param to where it shall end; now where absent or in the future
 * @param resolution how long its intervals shall be; hours where absent
 */
public record HistoryRequest(Optional<Instant> from, Optional<Instant> to, Optional<Resolution> resolution) {}
