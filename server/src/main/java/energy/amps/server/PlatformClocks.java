package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.server.clock.ClockTurn;
import energy.amps.server.clock.ClockView;
import energy.amps.server.clock.TestClocks;
import energy.amps.server.http.ClockFeatures;
import energy.amps.server.store.Keep;
import energy.amps.server.tenant.Caller;

/** The sandbox's clocks as the HTTP edge asks for them. */
record PlatformClocks(TestClocks clocks) implements ClockFeatures {

    @Override
    public Checked<ClockView> read(Caller caller) {
        return clocks.read(caller);
    }

    @Override
    public Checked<ClockView> turn(Caller caller, ClockTurn turn, Keep<ClockView> keep) {
        return clocks.turn(caller, turn, keep);
    }
}
