package energy.amps.server.history;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.Chapter;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.History;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Sample;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.Capabilities;
import energy.amps.device.Energy;
import energy.amps.device.Family;
import energy.amps.device.Power;
import energy.amps.device.StateOfCharge;
import energy.amps.server.testing.ScriptedVendor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two batteries that see each other. What each remembers is when it was last told something; what lies before is a chapter,
 * whose text is what it was told then.
 */
class HistoricVendor implements Connector {
    private final ScriptedVendor plain = new ScriptedVendor(0);
    private final Retrieval retrieval;
    volatile double power;
    volatile double level = 50;
    volatile Duration lag = Duration.ZERO;

    HistoricVendor(Retrieval retrieval) {
        this.retrieval = retrieval;
    }

    /** One whose past can be computed: a sample's level is how many chapters touch it, its own and its neighbours'. */
    static final class Projected extends HistoricVendor implements History {
        volatile Past given = Past.NONE;
        volatile int fewer;

        Projected() {
            super(Retrieval.PROJECTION);
        }

        @Override
        public List<Sample> samples(LinkedDevice device, Past past, List<Instant> edges) {
            given = past;
            return edges.subList(1 + fewer, edges.size()).stream()
                    .map(edge -> new Sample(
                            Map.of("level", (double) past.own().size(), "chargeRate", Double.NaN, "unheardOf", 1.0),
                            Optional.of(new Energy(past.neighbours().size())),
                            Optional.empty()))
                    .toList();
        }
    }

    @Override
    public ConnectorProfile profile() {
        return new ConnectorProfile(
                "historic", Set.of(Family.BATTERY), retrieval, ScriptedVendor.CALL_TIMEOUT, ScriptedVendor.SETTLE_TIME);
    }

    @Override
    public List<DiscoveredDevice> discover(Instant now) {
        ConnectorState state = new ConnectorState(1, now.toString());
        return List.of(
                new DiscoveredDevice("1", "One", Family.BATTERY, state, Set.of(Family.BATTERY)),
                new DiscoveredDevice("2", "Two", Family.BATTERY, state, Set.of(Family.BATTERY)));
    }

    @Override
    public Capabilities capabilities(LinkedDevice device) {
        return plain.capabilities(device);
    }

    @Override
    public ReadOutcome read(LinkedDevice device) {
        return new ReadOutcome.Reading(
                device.now().minus(lag),
                new BatteryState(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new StateOfCharge(level)),
                        Optional.of(new Power(power)),
                        Optional.empty(),
                        Optional.empty()),
                Map.of(),
                Optional.empty());
    }

    @Override
    public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return new Outcome.Accepted(
                state -> new ConnectorState(
                        1,
                        device.now().toString(),
                        List.of(new Chapter(
                                Instant.parse(state.text()),
                                device.now(),
                                7,
                                instruction.command().wire()))),
                Optional.empty());
    }

    @Override
    public Outcome poll(LinkedDevice device, Instruction instruction, Attempt attempt) {
        return ScriptedVendor.unknown();
    }

    @Override
    public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
        return plain.configure(device, settings);
    }

    @Override
    public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
        return Verdict.HOLDS;
    }
}
