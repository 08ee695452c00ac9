package energy.amps.device;

/**
 * A device's id, {@code device_...}: opaque, stable for the life of the link.
 *
 * @param value the whole text, prefix included
 */
public record DeviceId(String value) {
    /** What every device id begins with. */
    public static final String PREFIX = "device_";

    @Override
    public String toString() {
        return value;
    }
}
