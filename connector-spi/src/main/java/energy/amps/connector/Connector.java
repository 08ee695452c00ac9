package energy.amps.connector;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.device.Capabilities;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One vendor's hardware, read and written in the canonical language. Thread-safe. */
public interface Connector {

    /** What the platform must know of it. Always the same answer. */
    ConnectorProfile profile();

    /** The devices behind a freshly linked account, as they are at {@code now}. */
    List<DiscoveredDevice> discover(Instant now);

    /** What the device accepts, from what is known of it; no call to the vendor. */
    Capabilities capabilities(LinkedDevice device);

    /** What the device does now. */
    ReadOutcome read(LinkedDevice device);

    /** Sends one instruction, once. It was checked against {@link #capabilities}; the intent to send it is recorded. */
    Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt);

    /**
     * Asks after an instruction that was {@link Outcome.Submitted}, or {@link Outcome.Accepted} with a second answer to
     * come. Sends nothing that could change the device.
     */
    Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt);

    /** Writes settings that were checked against {@link #capabilities}. */
    SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings);

    /**
     * What is remembered of a device whose history is undone: as it was when it was linked. Only simulated ones can be made
     * new; a real one is what it is.
     */
    default ConnectorState renewed(LinkedDevice device) {
        return device.state();
    }

    /** Whether {@code reading} shows that {@code instruction} holds on {@code device}. */
    Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading);

    /** What in {@code reading} speaks for or against {@code instruction}: what {@link #verify} looked at, field by field. */
    default List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return List.of();
    }

    /** The calls that {@link #apply} would make now, in their order; makes none. */
    default List<NativeCall> plan(LinkedDevice device, Instruction instruction) {
        return List.of();
    }

    /**
     * How often what the device was told has to be said again while it is to hold, because the device drops it otherwise: then
     * the platform calls {@link #apply} again for {@link Attempt.Purpose#RENEWAL}. Empty where it holds by itself.
     */
    default Optional<Duration> renewal(LinkedDevice device, Instruction instruction) {
        return Optional.empty();
    }
}
