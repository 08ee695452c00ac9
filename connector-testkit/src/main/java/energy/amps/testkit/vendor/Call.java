package energy.amps.testkit.vendor;

import java.util.Locale;

/** What a vendor is called for; each can be made to fail by itself. */
public enum Call {
    /** An instruction is written. */
    WRITE,
    /** A device is read. */
    READ,
    /** Settings are written. */
    SETTINGS;

    /** The word on the wire and in the log. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
