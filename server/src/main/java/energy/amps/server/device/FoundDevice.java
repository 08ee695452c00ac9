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

    /** Without a call to the vendor: computed where that can be done, else what was last seen. */
    DeviceView unasked() {
        if (!isProjected()) {
            return cached(Freshness.NORMAL).orElseGet(() -> lastSeen()
                    .orElseGet(() -> view(From.of(Source.FALLBACK), Optional.empty(), Optional.empty(), Map.of())));
        }
        return !stored.disconnected() && connector.read(device) instanceof ReadOutcome.Reading reading
                ? seen(From.of(Source.PROJECTION), reading)
                : view(From.of(Source.FALLBACK), Optional.empty(), Optional.empty(), Map.of());
    }

    /** What was last seen, where that may be served as fresh. */
    Optional<DeviceView> cached(Freshness freshness) {
        return stored.reading()
                .filter(last -> !stored.disconnected())
                .filter(last -> last.isFresh(
                        device.now(), freshness, connector.profile().settleTime()))
                .map(last -> seen(new From(Source.CACHE, Optional.of(freshness)), last.reading()));
    }

    /** What was last seen, however old. */
    Optional<DeviceView> lastSeen() {
        return stored.reading().map(last -> seen(From.of(Source.FALLBACK), last.reading()));
    }

    /** Refuses a device whose vendor no longer takes its credentials. */
    Checked<FoundDevice> connected() {
        return stored.disconnected()
                ? new Checked.Refused<>(Refusal.of(
                        ErrorCode.INVALID_CREDENTIALS,
                        "The vendor no longer takes the credentials of this device's account; link the account again."))
                : new Checked.Passed<>(this);
    }

    /** What its vendor said: a state, what was last seen where that may help, or a refusal (contract section 3). */
    Checked<DeviceView> asked(ReadOutcome outcome) {
        return switch (outcome) {
            case ReadOutcome.Reading reading ->
                new Checked.Passed<>(seen(From.of(isProjected() ? Source.PROJECTION : Source.LIVE), reading));
            case ReadOutcome.Unreadable(FaultCode code, String message) ->
                Optional.of(code)
                        .filter(FaultCode::isTransient)
                        .flatMap(any -> lastSeen())
                        .<Checked<DeviceView>>map(Checked.Passed::new)
                        .orElseGet(() -> new Checked.Refused<>(refusal(code, message)));
        };
    }

    private static Refusal refusal(FaultCode code, String message) {
        Map<String, Object> details = code.isTransient() ? Map.of("reason", code.name()) : Map.of();
        return new Refusal(errorOf(code), message, details);
    }

    boolean isProjected() {
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

    /** Where a view comes from. */
    private record From(Source source, Optional<Freshness> cache) {
        static From of(Source source) {
            return new From(source, Optional.empty());
        }
    }

    private DeviceView seen(From from, ReadOutcome.Reading reading) {
        return view(from, Optional.of(reading.observedAt()), Optional.of(reading.state()), reading.settings());
    }

    private DeviceView view(
            From from, Optional<Instant> seenAt, Optional<DeviceState> state, Map<Setting, SettingValue> settings) {
        return new DeviceView(
                device.id(),
                device.family(),
                stored.facts().vendor(),
                device.model(),
                stored.facts().user(),
                device.plantZone(),
                from.source(),
                from.cache(),
                seenAt,
                state,
                connector.capabilities(device),
                settings,
                stored.lastAction(),
                stored.schedule().map(schedule -> schedule.at(device.now())),
                Optional.empty());
    }
}
