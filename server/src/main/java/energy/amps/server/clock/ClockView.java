package energy.amps.server.clock;

import java.time.Instant;
import java.util.Optional;

/**
 * A clock as the API shows it.
 *
 * @param advancing whether it is being turned
 * @param now the instant at which it stands, or that it shows while it runs
 * @param frozen whether it stands once it is ready
 * @param target where it is bound for, while it is being turned
 */
public record ClockView(boolean advancing, Instant now, boolean frozen, Optional<Instant> target) {}
