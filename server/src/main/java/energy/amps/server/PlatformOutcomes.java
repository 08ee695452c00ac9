package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.action.Rehearsal;
import energy.amps.server.action.Rehearsals;
import energy.amps.server.action.Timeline;
import energy.amps.server.action.Timelines;
import energy.amps.server.http.OutcomeFeatures;
import energy.amps.server.store.ActionId;
import energy.amps.server.tenant.Caller;

/** What pushes would do, and did, as the HTTP edge asks for it. */
record PlatformOutcomes(Rehearsals rehearsals, Timelines timelines) implements OutcomeFeatures {

    @Override
    public Checked<Rehearsal> rehearse(Caller caller, Family family, DeviceId device, PushRequest request) {
        return rehearsals.rehearse(caller, family, device, request);
    }

    @Override
    public Checked<Timeline> timeline(Caller caller, ActionId action) {
        return timelines.read(caller, action);
    }
}
