package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.EndUser;
import energy.amps.server.user.Leaving;
import java.util.Optional;

/** One user, and a note of what was asked. */
record FakeUsers(FakeFeatures features) implements UserFeatures {
    private static final EndUser USER =
            new EndUser(new UserId("user_1"), Optional.of("ada@example.com"), FakeFeatures.CREATED);

    @Override
    public Slice<EndUser> list(Caller caller, Optional<String> reference, Page page) {
        features.note("listUsers", caller, reference, page);
        return Slice.empty(page);
    }

    @Override
    public Checked<EndUser> read(Caller caller, String idOrReference) {
        features.note("readUser", caller, idOrReference);
        return known(idOrReference, USER, ErrorCode.NOT_FOUND);
    }

    @Override
    public Checked<Leaving> erase(Caller caller, String idOrReference, Keep<Leaving> keep) {
        features.note("eraseUser", caller, idOrReference);
        return known(idOrReference, new Leaving("user_1"), ErrorCode.NOT_FOUND);
    }

    @Override
    public Checked<Leaving> unlink(Caller caller, Family family, DeviceId device, Keep<Leaving> keep) {
        features.note("unlink", caller, family, device);
        return device.value().equals(FakeFeatures.DEVICE)
                ? new Checked.Passed<>(new Leaving(device.value()))
                : new Checked.Refused<>(Refusal.of(ErrorCode.DEVICE_NOT_FOUND, "Device not found or access denied"));
    }

    private static <T> Checked<T> known(String user, T value, ErrorCode unless) {
        return user.equals("user_1")
                ? new Checked.Passed<>(value)
                : new Checked.Refused<>(Refusal.of(unless, "User not found"));
    }
}
