package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.server.clock.ClockTurn;
import energy.amps.server.clock.ClockView;
import energy.amps.server.store.Keep;
import energy.amps.server.tenant.Caller;

/** What the edge asks of the sandbox's clocks. */
public interface ClockFeatures {
    Checked<ClockView> read(Caller caller);

    Checked<ClockView> turn(Caller caller, ClockTurn turn, Keep<ClockView> keep);
}
