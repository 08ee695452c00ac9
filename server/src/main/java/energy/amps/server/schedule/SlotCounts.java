package energy.amps.server.schedule;

import energy.amps.server.schedule.SlotTurn.Turned;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what becomes of slots. Thread-safe. */
final class SlotCounts {
    private final Counter fired;
    private final Counter noted;

    SlotCounts(MeterRegistry meters) {
        this.fired = Counter.builder("amps.schedules.slots.fired")
                .description("slots that became actions")
                .register(meters);
        this.noted = Counter.builder("amps.schedules.slots.not.fired")
                .description("slots that were skipped or failed")
                .register(meters);
    }

    void count(Turned turned) {
        fired.increment(turned.fired());
        noted.increment(turned.notes().size());
    }
}
