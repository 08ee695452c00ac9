package energy.amps.connector;

import energy.amps.command.Setting;
import energy.amps.fault.FaultCode;
import java.util.Collection;
import java.util.List;

/** What came of a settings write. */
public sealed interface SettingsOutcome {

    /**
     * Every setting was written.
     *
     * @param change what the connector remembers of it
     */
    record Written(StateChange change) implements SettingsOutcome {}

    /**
     * Some were, or it is not known which.
     *
     * @param written those that the vendor took
     * @param failed those that it did not take
     * @param unknown those that were sent and not answered: they may hold or not
     * @param change what the connector remembers of it
     */
    record Partial(List<Setting> written, List<Setting> failed, List<Setting> unknown, StateChange change)
            implements SettingsOutcome {

        /** Copies the lists. */
        public Partial {
            written = List.copyOf(written);
            failed = List.copyOf(failed);
            unknown = List.copyOf(unknown);
        }

        /** All were sent, and no usable answer came. */
        public static Partial unknown(Collection<Setting> sent) {
            return new Partial(List.of(), List.of(), List.copyOf(sent), StateChange.none());
        }
    }

    /**
     * None was.
     *
     * @param code why, canonically
     * @param message one sentence for the integrator
     */
    record Refused(FaultCode code, String message) implements SettingsOutcome {}
}
