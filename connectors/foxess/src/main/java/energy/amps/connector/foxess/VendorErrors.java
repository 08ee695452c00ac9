package energy.amps.connector.foxess;

import energy.amps.connector.foxess.Reply.Failed;
import energy.amps.fault.FaultCode;
import java.util.Map;
import java.util.Set;

/**
 * The vendor's numbers, and what they come to. What each of them was seen to mean, and where, is in {@code
 * docs/connectors/foxess.md}. A number that is not here says nothing, least of all that nothing happened.
 */
final class VendorErrors {
    /** A header, the timestamp or the signature is not accepted. */
    static final int BAD_HEADERS = 40256;
    /** A parameter is missing, or out of the device's range. */
    static final int BAD_PARAMETER = 40257;
    /** The device has no such function. */
    static final int UNSUPPORTED = 42015;
    /** The function is closed: the scheduler is on, or the device does not have it. */
    static final int CLOSED = 44096;

    private static final Map<Integer, Failed> TABLE = Map.ofEntries(
            refused(BAD_HEADERS, FaultCode.UNKNOWN_ERROR),
            refused(BAD_PARAMETER, FaultCode.UNKNOWN_ERROR),
            // too soon after the last call; the day's calls are used up
            refused(40400, FaultCode.RATE_LIMITED),
            refused(40402, FaultCode.RATE_LIMITED),
            // no data: for a moment, or for ever on series that lack the function
            unclear(41200, FaultCode.SERVICE_UNAVAILABLE),
            unclear(41201, FaultCode.SERVICE_UNAVAILABLE),
            unclear(41202, FaultCode.SERVICE_UNAVAILABLE),
            // the device did not answer the cloud in time
            unclear(41203, FaultCode.TIMEOUT),
            // the key: wrong, not known any more, expired
            refused(41807, FaultCode.INVALID_CREDENTIALS),
            refused(41808, FaultCode.INVALID_CREDENTIALS),
            refused(41809, FaultCode.INVALID_CREDENTIALS),
            // the device is gone from the account, or with another
            refused(41930, FaultCode.DEVICE_OFFLINE),
            // the cloud does not reach the device
            unclear(41935, FaultCode.DEVICE_OFFLINE),
            refused(UNSUPPORTED, FaultCode.UNKNOWN_ERROR),
            refused(CLOSED, FaultCode.SCHEDULER_ACTIVE),
            // the write failed on its way into the device
            unclear(44098, FaultCode.SERVICE_UNAVAILABLE));

    /** What a device answers that does not have what it is asked for. */
    private static final Set<Integer> NOT_THERE = Set.of(BAD_PARAMETER, UNSUPPORTED, CLOSED);

    private VendorErrors() {}

    static Failed of(int errno) {
        Failed failed = TABLE.get(errno);
        return failed == null ? new Failed(FaultCode.UNKNOWN_ERROR, false, errno) : failed;
    }

    /** Whether a look failed because the device does not have what was looked for, now and later. */
    static boolean isNotThere(Failed failed) {
        return NOT_THERE.contains(failed.errno());
    }

    private static Map.Entry<Integer, Failed> refused(int errno, FaultCode code) {
        return Map.entry(errno, new Failed(code, true, errno));
    }

    private static Map.Entry<Integer, Failed> unclear(int errno, FaultCode code) {
        return Map.entry(errno, new Failed(code, false, errno));
    }
}
