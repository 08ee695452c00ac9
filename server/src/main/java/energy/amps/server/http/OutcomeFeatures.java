package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.action.Rehearsal;
import energy.amps.server.action.Timeline;
import energy.amps.server.store.ActionId;
import energy.amps.server.tenant.Caller;

/** What the edge asks about what pushes would do, and did. */
public interface OutcomeFeatures {

    /** What a push would do; nothing of it is stored. */
    Checked<Rehearsal> rehearse(Caller caller, Family family, DeviceId device, PushRequest request);

    /** The course of an action. */
    Checked<Timeline> timeline(Caller caller, ActionId action);
}
