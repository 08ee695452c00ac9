package energy.amps.server.action;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an accepted write is verified (contract section 5): the device is read back once its connector's settle time has passed,
 * again after ever longer pauses while the reading fails or does not tell, and given up in the end.
 *
 * <p>Where a device is computed and shows a write at once, the step that completes the action reads it back itself: that is
 * arithmetic, and costs neither a call nor another step.
 */
final class Verifying {
    private static final Logger log = LoggerFactory.getLogger(Verifying.class);

    private Verifying() {}

    /**
     * A write was applied at {@code appliedAt}.
     *
     * @param docket with what the connector remembers of the write
     */
    static Verification begin(Docket docket, LiveAction action, Connector connector, Instant appliedAt, Instant now) {
        Instant from = appliedAt.plus(connector.profile().settleTime());
        boolean computed = connector.profile().retrieval() == Retrieval.PROJECTION && !from.isAfter(now);
        return (computed ? lookedAt(docket, action, connector, from, now) : Optional.<Verification>empty())
                .orElseGet(() -> Verification.pending(from));
    }

    private static Optional<Verification> lookedAt(
            Docket docket, LiveAction action, Connector connector, Instant from, Instant now) {
        LinkedDevice device = docket.device().linked(now);
        return read(connector, device)
                .flatMap(read -> ReadBack.of(connector, device, action.order().instruction(), read)
                        .verification(from, now));
    }

    /** A step must not fail over what it only looks at. */
    private static Optional<ReadOutcome> read(Connector connector, LinkedDevice device) {
        try {
            return Optional.of(connector.read(device));
        } catch (RuntimeException e) {
            log.error(
                    "the connector of {} threw in read; the device is read again",
                    connector.profile().vendor(),
                    e);
            return Optional.empty();
        }
    }

    /** The next look after one at {@code now} that settled nothing; empty when it is given up. */
    static Optional<Instant> again(Verification pending, Instant now) {
        Instant from = pending.countsFrom().orElse(now);
        return now.isBefore(from.plus(EngineRules.VERIFY_LIMIT))
                ? Optional.of(now.plus(EngineRules.verifyBackoff(Duration.between(from, now))))
                : Optional.empty();
    }
}
