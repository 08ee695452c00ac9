package energy.amps.connector.foxess;

import energy.amps.connector.Budget;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.foxess.Memory.Traits;
import java.time.Duration;
import java.util.List;

/** What the vendor allows, and what an operation costs at most. */
final class Quota {
    /** 1,440 calls a day for each inverter, less what linking takes, which nobody meters. */
    static final int CALLS_A_DAY = 1400;

    /** Left for commands: some forty of them. */
    static final int FOR_COMMANDS = 200;

    private Quota() {}

    /**
     * Rolling, because at which midnight the vendor begins anew is not written anywhere: whatever is within it in every 24 hours is
     * within it on every day.
     */
    static List<Budget> of(LinkedDevice device) {
        return List.of(new Budget(
                "day",
                MemoryCodec.read(device.state()).sn(),
                CALLS_A_DAY,
                Duration.ofDays(1),
                Budget.Renewal.ROLLING,
                FOR_COMMANDS));
    }

    static int calls(Operation operation, LinkedDevice device) {
        Traits traits = MemoryCodec.read(device.state()).traits();
        return switch (operation) {
            // figures, schedule, levels, work mode, and each further setting
            case READ ->
                1
                        + one(traits.dialect() != Dialect.NONE)
                        + one(traits.minimumLevels())
                        + one(!traits.workModes().isEmpty())
                        + traits.knobs().size();
            case APPLY ->
                switch (traits.dialect()) {
                    case NONE -> 1;
                    // look, levels, ceiling, write; look, level, write
                    case NESTED -> 4;
                    // the same and the switch; look, empty, switch, work mode
                    case PLACES -> 5;
                };
            case POLL -> 1;
            // the switch, both levels read and written, and each further setting
            case CONFIGURE ->
                Math.max(
                        1,
                        one(traits.dialect() == Dialect.PLACES)
                                + 2 * one(traits.minimumLevels())
                                + traits.knobs().size());
        };
    }

    private static int one(boolean yes) {
        return yes ? 1 : 0;
    }
}
