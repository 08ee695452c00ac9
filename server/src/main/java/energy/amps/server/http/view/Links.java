package energy.amps.server.http.view;

import energy.amps.server.link.Link;
import energy.amps.server.store.Slice;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Links (contract section 10). */
public final class Links {

    private Links() {}

    /** One link. */
    public static Content whole(Link link) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("id", link.id().value());
            out.writeStringProperty("state", link.state().wire());
            out.writeStringProperty("vendor", link.vendor());
            out.writeStringProperty("userId", link.user().value());
            out.writeName("devices");
            out.writeStartArray();
            link.devices().forEach(device -> device(device, out));
            out.writeEndArray();
            link.pairingUrl().ifPresent(url -> Values.secret(out, "pairingUrl", url.reveal()));
            Values.instant(out, "createdAt", Optional.of(link.createdAt()));
            Values.instant(out, "expiresAt", link.lapsesAt());
            Values.link(out, "/links/" + link.id().value());
            out.writeEndObject();
        };
    }

    /** A page of links. */
    public static Content list(Slice<Link> slice) {
        return Lists.of(slice, Links::whole);
    }

    /** With its id once it is linked. */
    private static void device(Link.Device device, JsonGenerator out) {
        out.writeStartObject();
        device.id().ifPresent(id -> out.writeStringProperty("id", id.value()));
        out.writeStringProperty("externalId", device.externalId());
        out.writeStringProperty("deviceType", device.family().wire());
        out.writeStringProperty("model", device.model());
        out.writeEndObject();
    }
}
