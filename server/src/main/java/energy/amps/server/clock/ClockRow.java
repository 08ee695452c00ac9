package energy.amps.server.clock;

import energy.amps.server.store.Row;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.tenant.TenantTime;
import java.time.Instant;
import java.util.Optional;

/**
 * A clock as it is stored.
 *
 * @param time how the tenant's time follows from the platform's
 * @param known whether every node knows that it may be turned
 * @param turning what is under way with it
 * @param target where it is bound for
 * @param begun whether the turn has taken hold of it
 * @param runsOn whether it runs on from the target
 */
record ClockRow(
        TenantTime time,
        boolean known,
        Optional<Turning> turning,
        Optional<Instant> target,
        boolean begun,
        boolean runsOn) {

    /** How a clock is being turned. */
    enum Turning {
        FREEZE("freeze"),
        ADVANCE("advance"),
        RESET("reset");

        private final String wire;

        Turning(String wire) {
            this.wire = wire;
        }

        /** The text in the database. */
        String wire() {
            return wire;
        }

        static Turning of(String wire) {
            for (Turning turning : values()) {
                if (turning.wire.equals(wire)) {
                    return turning;
                }
            }
            throw new IllegalStateException("unknown turning in the database: " + wire);
        }
    }

    static ClockRow read(Row row) {
        return new ClockRow(
                TenantClock.read(row),
                row.flag("known"),
                row.maybeText("turning").map(Turning::of),
                row.maybeInstant("target"),
                row.flag("begun"),
                row.flag("runs_on"));
    }

    boolean isReset() {
        return turning.filter(Turning.RESET::equals).isPresent();
    }

    /** Where it stands while it is being walked. */
    Instant standsAt() {
        return time.frozenAt().orElseThrow();
    }

    ClockView view(Instant platform) {
        boolean stands =
                turning.isPresent() ? !runsOn && !isReset() : time.frozenAt().isPresent();
        return new ClockView(turning.isPresent(), time.at(platform), stands, target);
    }
}
