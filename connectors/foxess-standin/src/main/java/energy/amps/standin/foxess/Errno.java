package energy.amps.standin.foxess;

/** The numbers that the vendor refuses with, as far as they were seen in the open. */
public final class Errno {
    /** Done. */
    public static final int OK = 0;
    /** A header is missing, or the timestamp or the signature is wrong. */
    public static final int BAD_HEADERS = 40256;
    /** The body does not hold what is asked for, or a figure is out of its range. */
    public static final int BAD_PARAMETER = 40257;
    /** Too soon after the last call. */
    public static final int TOO_FREQUENT = 40400;
    /** The day's calls are used up. */
    public static final int QUOTA_GONE = 40402;
    /** No data now, or never for this series. */
    public static final int NO_DATA = 41200;
    /** The device did not do it in time. */
    public static final int OPERATION_TIMEOUT = 41203;
    /** The key is not known. */
    public static final int UNKNOWN_KEY = 41808;
    /** The key has expired. */
    public static final int EXPIRED_KEY = 41809;
    /** No such device, or not this key's. */
    public static final int NO_SUCH_DEVICE = 41930;
    /** The cloud cannot talk to the device. */
    public static final int UNREACHABLE = 41935;
    /** The device does not have that. */
    public static final int UNSUPPORTED = 42015;
    /** The function is closed: the scheduler is on. */
    public static final int CLOSED = 44096;
    /** The device did not take the write. */
    public static final int WRITE_FAILED = 44098;

    private Errno() {}
}
