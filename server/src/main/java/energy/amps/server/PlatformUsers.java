package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.http.UserFeatures;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.EndUser;
import energy.amps.server.user.Leaving;
import java.util.Map;
import java.util.Optional;

/** Users, and what goes with them, as the HTTP edge asks for them. */
record PlatformUsers(Platform platform) implements UserFeatures {
    @Override
    public Slice<EndUser> list(Caller caller, Optional<String> reference, Page page) {
        return platform.users().list(caller, reference, page);
    }

    @Override
    public Checked<EndUser> read(Caller caller, String idOrReference) {
        return platform.users().read(caller, idOrReference);
    }

    @Override
    public Checked<Leaving> erase(Caller caller, String idOrReference, Keep<Leaving> keep) {
        return platform.erasure().erase(caller, idOrReference, noted(caller, "user.erased", keep));
    }

    @Override
    public Checked<Leaving> unlink(Caller caller, Family family, DeviceId device, Keep<Leaving> keep) {
        return platform.erasure().unlink(caller, family, device, noted(caller, "device.unlinked", keep));
    }

    /** Under the name that stays when the id is gone. */
    private Keep<Leaving> noted(Caller caller, String what, Keep<Leaving> keep) {
        return (tx, leaving) -> {
            platform.audit().note(tx, caller, what, platform.pseudonyms().of(leaving.id()), Map.of());
            keep.keep(tx, leaving);
        };
    }
}
