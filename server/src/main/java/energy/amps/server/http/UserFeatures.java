package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.EndUser;
import energy.amps.server.user.Leaving;
import java.util.Optional;

/** What the edge asks of users, and of what goes with them (contract sections 2, 3 and 10). */
public interface UserFeatures {
    Slice<EndUser> list(Caller caller, Optional<String> reference, Page page);

    Checked<EndUser> read(Caller caller, String idOrReference);

    Checked<Leaving> erase(Caller caller, String idOrReference, Keep<Leaving> keep);

    Checked<Leaving> unlink(Caller caller, Family family, DeviceId device, Keep<Leaving> keep);
}
