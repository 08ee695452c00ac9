package energy.amps.server.http.view;

import energy.amps.server.store.Slice;
import energy.amps.server.tenant.EndUser;
import energy.amps.server.user.Leaving;
import java.util.Optional;

/** End users (contract section 2), and what is being erased (section 10). */
public final class Users {

    private Users() {}

    /** One user. */
    public static Content whole(EndUser user) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("id", user.id().value());
            Values.text(out, "externalUserRef", user.externalRef());
            Values.instant(out, "createdAt", Optional.of(user.createdAt()));
            out.writeEndObject();
        };
    }

    /** A page of users. */
    public static Content list(Slice<EndUser> slice) {
        return Lists.of(slice, Users::whole);
    }

    /** A user or a device that goes. */
    public static Content leaving(Leaving leaving) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("id", leaving.id());
            out.writeStringProperty("state", "erasing");
            out.writeEndObject();
        };
    }
}
