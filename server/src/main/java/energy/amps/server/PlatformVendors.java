package energy.amps.server;

import energy.amps.server.device.Connectors;
import energy.amps.server.http.VendorFeatures;
import energy.amps.server.store.Environment;
import energy.amps.server.tenant.Caller;
import energy.amps.server.vendor.HealthRecord;
import energy.amps.server.vendor.VendorHealth;
import java.util.List;

/** What is known of vendors, as the HTTP edge asks for it. */
record PlatformVendors(Connectors connectors, HealthRecord record) implements VendorFeatures {
    @Override
    public List<VendorHealth> health(Caller caller) {
        boolean sandbox = caller.tenant().environment() == Environment.SANDBOX;
        List<String> vendors = connectors.vendors().stream()
                .filter(vendor -> connectors.of(vendor).profile().isSimulated() == sandbox)
                .sorted()
                .toList();
        return sandbox ? vendors.stream().map(VendorHealth::simulated).toList() : record.read(vendors);
    }
}
