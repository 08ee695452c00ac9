package energy.amps.connector.sunspec;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.connector.Account;
import energy.amps.connector.Attempt;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.Secret;
import energy.amps.device.BatteryState;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the platform does around a connector, in small: links the devices, keeps what is remembered, and has the time. */
final class House {
    final SunSpecConnector connector = new SunSpecConnector(
            new Lines(Networks.from(name -> Optional.of("127.0.0.0/8").filter(any -> name.equals(Networks.SETTING)))));
    private final Map<Family, ConnectorState> states = new EnumMap<>(Family.class);
    private final Map<Family, String> models = new EnumMap<>(Family.class);
    private Instant now = Instant.parse("2026-06-01T10:00:00Z");

    static String address(int port) {
        return "modbus-tcp://127.0.0.1:" + port + "/1";
    }

    LinkOutcome authenticate(String address) {
        return connector.authenticate(new Credentials.ApiKey(new Secret(address)), now);
    }

    Account link(int port) {
        LinkOutcome outcome = authenticate(address(port));
        assertThat(outcome).isInstanceOf(LinkOutcome.Authenticated.class);
        Account account = ((LinkOutcome.Authenticated) outcome).account();
        discover(account).forEach(device -> {
            states.put(device.family(), device.initialState());
            models.put(device.family(), device.model());
        });
        return account;
    }

    List<DiscoveredDevice> discover(Account account) {
        Discovery discovery = connector.discover(account, now);
        assertThat(discovery).isInstanceOf(Discovery.Found.class);
        return ((Discovery.Found) discovery).devices();
    }

    LinkedDevice device(Family family) {
        return new LinkedDevice(
                new DeviceId("device_" + family.wire()),
                family,
                models.get(family),
                Optional.empty(),
                states.get(family),
                now);
    }

    LinkedDevice battery() {
        return device(Family.BATTERY);
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void remember(ConnectorState state) {
        states.put(Family.BATTERY, state);
    }

    ReadOutcome.Reading reading(Family family) {
        ReadOutcome outcome = connector.read(device(family));
        assertThat(outcome).isInstanceOf(ReadOutcome.Reading.class);
        return (ReadOutcome.Reading) outcome;
    }

    BatteryState state() {
        return (BatteryState) reading(Family.BATTERY).state();
    }

    /** Sends it, and remembers what came of it. */
    Outcome tell(Attempt.Purpose purpose, Instruction instruction, Optional<Instant> until) {
        Outcome outcome = send(purpose, instruction, until);
        switch (outcome) {
            case Outcome.Accepted(var change, var after) ->
                remember(change.from(battery().state()));
            case Outcome.Unknown(var code, var message, var change) ->
                remember(change.from(battery().state()));
            default -> {}
        }
        return outcome;
    }

    /** Sends it, and forgets what came of it, as a node does that dies meanwhile. */
    Outcome send(Attempt.Purpose purpose, Instruction instruction, Optional<Instant> until) {
        Attempt attempt = new Attempt("act_1.1", purpose, 1, now, until, false, SandboxControls.NONE);
        return connector.apply(battery(), instruction, attempt);
    }

    Outcome open(Instruction instruction, Duration window) {
        return tell(Attempt.Purpose.APPLY, instruction, Optional.of(now.plus(window)));
    }

    Outcome give(Command command) {
        return tell(Attempt.Purpose.RETURN, Instruction.of(command), Optional.empty());
    }

    static Instruction instruction(Command command, Object... parametersAndValues) {
        Map<Parameter, Quantity> parameters = new EnumMap<>(Parameter.class);
        for (int i = 0; i < parametersAndValues.length; i += 2) {
            Parameter parameter = (Parameter) parametersAndValues[i];
            double value = ((Number) parametersAndValues[i + 1]).doubleValue();
            parameters.put(parameter, Quantity.of(value, parameter == Parameter.POWER ? Unit.KW : Unit.PERCENT));
        }
        return new Instruction(command, parameters);
    }
}
