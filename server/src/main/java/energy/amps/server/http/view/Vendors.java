package energy.amps.server.http.view;

import energy.amps.server.vendor.HealthRecord;
import energy.amps.server.vendor.VendorHealth;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** How vendors answer. */
public final class Vendors {
    private static final double PER_MILLE = 1000;

    private Vendors() {}

    /** All of them. */
    public static Content health(List<VendorHealth> vendors) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("window", HealthRecord.WINDOW.toString());
            out.writeName("vendors");
            out.writeStartArray();
            vendors.forEach(each -> vendor(each, out));
            out.writeEndArray();
            out.writeEndObject();
        };
    }

    private static void vendor(VendorHealth health, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("vendor", health.vendor());
        out.writeStringProperty("state", health.state().name().toLowerCase(Locale.ROOT));
        out.writeNumberProperty("calls", health.calls());
        out.writeName("successRate");
        health.successRate()
                .ifPresentOrElse(rate -> out.writeNumber(Math.round(rate * PER_MILLE) / PER_MILLE), out::writeNull);
        out.writeName("latencyMs");
        health.latency().ifPresentOrElse(latency -> latency(latency, out), out::writeNull);
        out.writeNumberProperty("openBreakers", health.openBreakers());
        out.writeEndObject();
    }

    private static void latency(VendorHealth.Latency latency, JsonGenerator out) {
        out.writeStartObject();
        out.writeNumberProperty("p50", latency.p50());
        out.writeNumberProperty("p95", latency.p95());
        out.writeNumberProperty("p99", latency.p99());
        out.writeEndObject();
    }
}
