package energy.amps.connector.sandbox;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProvider;
import energy.amps.device.Family;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens the sandbox (contract section 11).
 *
 * <p>Settings, both ISO 8601 durations of {@code PT0S} to {@code PT60S}: {@value Pace#ACCEPT_DELAY} (default {@code PT1S}),
 * how long the simulated vendor takes to accept a write, and {@value Pace#COMPLETE_DELAY} (default {@code PT3S}), how much
 * later it reports the write applied.
 */
public final class SandboxConnectorProvider implements ConnectorProvider {

    /** For the service loader. */
    public SandboxConnectorProvider() {}

    @Override
    public Connector open(Function<String, Optional<String>> settings) {
        Checkpoints checkpoints = new Checkpoints();
        return new SandboxConnector(
                Pace.from(settings),
                new Machine<>(Family.BATTERY, BatteryHardware::of, checkpoints),
                new Machine<>(Family.EV_CHARGER, ChargerHardware::of, checkpoints),
                new Machine<>(Family.HVAC, HvacHardware::of, checkpoints),
                new InverterSimulator(),
                new VehicleSimulator(checkpoints));
    }
}
