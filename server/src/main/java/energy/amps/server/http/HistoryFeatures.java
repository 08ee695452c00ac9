package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.history.DeviceHistory;
import energy.amps.server.history.HistoryRequest;
import energy.amps.server.tenant.Caller;

/** What the edge asks about the past. */
public interface HistoryFeatures {
    Checked<DeviceHistory> read(Caller caller, Family family, DeviceId device, HistoryRequest request);
}
