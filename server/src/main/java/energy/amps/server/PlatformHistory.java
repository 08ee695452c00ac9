package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.history.DeviceHistory;
import energy.amps.server.history.HistoryRequest;
import energy.amps.server.http.HistoryFeatures;
import energy.amps.server.tenant.Caller;

/** The past as the HTTP edge asks for it. */
record PlatformHistory(Platform platform) implements HistoryFeatures {

    @Override
    public Checked<DeviceHistory> read(Caller caller, Family family, DeviceId device, HistoryRequest request) {
        return platform.histories().read(caller, family, device, request);
    }
}
