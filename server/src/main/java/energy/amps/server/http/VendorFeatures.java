package energy.amps.server.http;

import energy.amps.server.tenant.Caller;
import energy.amps.server.vendor.VendorHealth;
import java.util.List;

/** What is known of vendors. */
public interface VendorFeatures {
    /** How the vendors of the caller's environment have answered of late, in the order of their names. */
    List<VendorHealth> health(Caller caller);
}
