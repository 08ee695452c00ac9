package energy.amps.connector.sandbox;

import java.time.Duration;

/** How the devices of a special account behave (contract section 10). */
enum Trait {
    /** Writes are rejected and reads fail with {@code DEVICE_OFFLINE}. */
    OFFLINE,
    /** Some writes fail in passing, with the codes of a busy or broken line. */
    FLAKY,
    /** The vendor takes {@link #SLOWNESS} longer to accept. */
    SLOW,
    /** {@link #LIFETIME} after linking, the vendor no longer takes the account's credentials. */
    EXPIRES,
    /** The device's own scheduler is on, until a push clears it. */
    SCHEDULER;

    static final Duration SLOWNESS = Duration.ofSeconds(10);
    static final Duration LIFETIME = Duration.ofHours(1);
}
