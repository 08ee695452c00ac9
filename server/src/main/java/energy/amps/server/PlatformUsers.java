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
        return platform.erasure().erase(caller, idOrReference, keep);
    }

    @Override
    public Checked<Leaving> unlink(Caller caller, Family family, DeviceId device, Keep<Leaving> keep) {
        return platform.erasure().unlink(caller, family, device, keep);
    }
}
