package energy.amps.connector;

import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.device.DeviceState;
import energy.amps.device.SettingValue;
import energy.amps.fault.FaultCode;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What came of a read. */
public sealed interface ReadOutcome {

    /**
     * The device as it was seen.
     *
     * @param observedAt the tenant's instant that it was seen at
     * @param state what it does
     * @param settings what its settings stand at
     * @param standing the whole instruction that it stands under, where the vendor shows that
     */
    record Reading(
            Instant observedAt, DeviceState state, Map<Setting, SettingValue> settings, Optional<Instruction> standing)
            implements ReadOutcome {

        /** Copies the settings in the vocabulary's order. */
        public Reading {
            Map<Setting, SettingValue> ordered = new EnumMap<>(Setting.class);
            ordered.putAll(settings);
            settings = Collections.unmodifiableMap(ordered);
        }
    }

    /**
     * It could not be seen.
     *
     * @param code why, canonically
     * @param message one sentence for the integrator
     */
    record Unreadable(FaultCode code, String message) implements ReadOutcome {}
}
