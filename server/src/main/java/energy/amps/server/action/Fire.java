package energy.amps.server.action;

import energy.amps.check.PushRequest;
import energy.amps.server.store.KeyId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a slot asks for at its instant.
 *
 * @param origin which occurrence it is
 * @param key the key that set the schedule
 * @param template the push; its times are not looked at
 * @param start the occurrence's instant, come by now
 * @param end when its window closes, after {@code start}
 */
public record Fire(Origin origin, KeyId key, PushRequest template, Instant start, Optional<Instant> end) {}
