package energy.amps.testkit.conformance;

import energy.amps.connector.Connector;
import energy.amps.connector.Metered.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A rig that cannot play garbage, and whose author excuses a rule. */
record Unable(Rig rig) implements Rig {

    @Override
    public Connector open() {
        return rig.open();
    }

    @Override
    public List<RigDevice> devices() {
        return rig.devices();
    }

    @Override
    public void pass(Duration time) {
        rig.pass(time);
    }

    @Override
    public Play play(Fault fault, Operation during, RigDevice device) {
        return fault == Fault.GARBAGE ? Play.impossible("its bytes are always good") : rig.play(fault, during, device);
    }

    @Override
    public void behave() {
        rig.behave();
    }

    @Override
    public Tally tally() {
        return rig.tally();
    }

    @Override
    public Map<Rule, String> excused() {
        return Map.of(Rule.RETURN, "for the sake of it");
    }

    @Override
    public void close() {
        rig.close();
    }
}
