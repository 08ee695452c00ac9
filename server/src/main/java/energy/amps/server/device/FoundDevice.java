package energy.amps.server.device;

import energy.amps.check.Checked;
import energy.amps.command.Setting;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.device.DeviceState;
import energy.amps.device.SettingValue;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.fault.Refusal;
import energy.amps.server.device.DeviceView.Source;
import energy.amps.server.store.DeviceKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A device that was found, before anyone has been asked what it does.
 *
 * @param stored what the tables hold of it
 * @param device the device as its connector meets it
 * @param connector its vendor's connector
 */
record FoundDevice(StoredDevice stored, LinkedDevice device, Connector connector) {

    /** Without a call to the vendor: computed where that can be done, else with nothing seen. */
    DeviceView unasked() {
        return !stored.disconnected() && isProjected() && connector.read(device) instanceof ReadOutcome.Reading reading
                ? seen(Source.PROJECTION, reading)
                : view(Source.FALLBACK, Optional.empty(), Optional.empty(), Map.of());
    }

    /** With the vendor asked where its state cannot be computed; what the vendor cannot tell refuses the request. */
    Checked<DeviceView> asked(DeviceKey key, Devices.LiveReads reads) {
        if (stored.disconnected()) {
            return new Checked.Refused<>(Refusal.of(
                    ErrorCode.INVALID_CREDENTIALS,
                    "The vendor no longer takes the credentials of this device's account; link the account again."));
        }
        return switch (isProjected() ? connector.read(device) : reads.read(key, connector, device)) {
            case ReadOutcome.Reading reading ->
                new Checked.Passed<>(seen(isProjected() ? Source.PROJECTION : Source.LIVE, reading));
            case ReadOutcome.Unreadable(FaultCode code, String message) ->
                new Checked.Refused<>(Refusal.of(errorOf(code), message));
        };
    }

    private boolean isProjected() {
        return connector.profile().retrieval() == Retrieval.PROJECTION;
    }

    /** A passing fault, with nothing stored to fall back on, is ours; a lasting one is the device's (contract section 3). */
    private static ErrorCode errorOf(FaultCode code) {
        return switch (code) {
            case DEVICE_OFFLINE -> ErrorCode.DEVICE_OFFLINE;
            case INVALID_CREDENTIALS -> ErrorCode.INVALID_CREDENTIALS;
            default -> ErrorCode.SERVICE_UNAVAILABLE;
        };
    }

    private DeviceView seen(Source source, ReadOutcome.Reading reading) {
        return view(source, Optional.of(reading.observedAt()), Optional.of(reading.state()), reading.settings());
    }

    private DeviceView view(
            Source source, Optional<Instant> seenAt, Optional<DeviceState> state, Map<Setting, SettingValue> settings) {
        return new DeviceView(
                device.id(),
                device.family(),
                stored.facts().vendor(),
                device.model(),
                stored.facts().user(),
                device.plantZone(),
                source,
                seenAt,
                state,
                connector.capabilities(device),
                settings,
                stored.lastAction(),
                stored.schedule().map(schedule -> schedule.at(device.now())));
    }
}
