package energy.amps.connector;

/**
 * A call that a connector would make, told to a person: for the answer of a dry run.
 *
 * @param call what is called, such as {@code POST /op/v1/device/scheduler/enable} or {@code SetChargingProfile}
 * @param detail what it would say, in one line; no credential, and no name of an owner
 */
public record NativeCall(String call, String detail) {}
