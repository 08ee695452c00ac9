package energy.amps.server.action;

import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a device is kept under an instruction that it drops unless it is told again.
 *
 * @param saidAt when it was last told, with success
 * @param renewals how often it was told again, with or without success
 * @param fault what went wrong the last time, if something did
 */
record Upkeep(Instant saidAt, int renewals, Optional<FaultCode> fault) {

    /** It was told for the first time. */
    static Upkeep begin(Instant now) {
        return new Upkeep(now, 0, Optional.empty());
    }

    /** It is about to be told again. */
    Upkeep next() {
        return new Upkeep(saidAt, renewals + 1, fault);
    }

    Upkeep said(Instant now) {
        return new Upkeep(now, renewals, Optional.empty());
    }

    Upkeep failing(FaultCode code) {
        return new Upkeep(saidAt, renewals, Optional.of(code));
    }

    /** When it is to be told again; after a failure ever later, because the device may be gone for long. */
    Instant dueAt(Duration interval, Instant now) {
        Instant due = saidAt.plus(interval);
        return fault.isEmpty() ? due : now.plus(EngineRules.renewalBackoff(Duration.between(due, now)));
    }
}
