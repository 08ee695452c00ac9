package energy.amps.testkit.vendor;

import java.time.Instant;

/**
 * One write as it reached the vendor: a line of its log.
 *
 * @param at when it came
 * @param device to which device
 * @param id the sender's id of it
 * @param what the instruction or the settings
 * @param applied whether the device did it
 * @param fault the fault that was played, or {@code none}
 */
public record Written(Instant at, String device, String id, String what, boolean applied, String fault) {}
