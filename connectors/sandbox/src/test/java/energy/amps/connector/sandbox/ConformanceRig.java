package energy.amps.connector.sandbox;

import energy.amps.connector.Connector;
import energy.amps.connector.Credentials;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.Secret;
import energy.amps.fault.FaultCode;
import energy.amps.testkit.conformance.Fault;
import energy.amps.testkit.conformance.Play;
import energy.amps.testkit.conformance.RigDevice;
import energy.amps.testkit.conformance.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sandbox before the kit: the devices of a plain account, behind a vendor of the usual pace. Its faults are those that a
 * push asks for; there are no native calls to be counted.
 */
final class ConformanceRig implements energy.amps.testkit.conformance.Rig {
    private static final String PASSWORD = "sandbox-password-4711";

    private SandboxControls controls = SandboxControls.NONE;

    @Override
    public Connector open() {
        return Rig.open(Map.of());
    }

    @Override
    public List<RigDevice> devices() {
        return Homes.devices(Set.of(), start()).stream().map(RigDevice::of).toList();
    }

    @Override
    public Play play(Fault fault, Operation during, RigDevice device) {
        if (during != Operation.APPLY) {
            return Play.impossible(
                    during == Operation.READ
                            ? "a reading is computed; an account's trait shuts it out"
                            : "settings are written by arithmetic; an account's trait shuts it out");
        }
        return switch (fault) {
            case IGNORED -> asking(Optional.empty(), Optional.empty(), true, false, false);
            case ANSWER_LOST -> asking(Optional.empty(), Optional.empty(), false, true, false);
            case SCHEDULER -> asking(Optional.empty(), Optional.empty(), false, false, true);
            case SLOW -> asking(Optional.empty(), Optional.of(Duration.ofSeconds(10)), false, false, false);
            case REFUSED -> failing(FaultCode.UNKNOWN_ERROR);
            case OFFLINE -> failing(FaultCode.DEVICE_OFFLINE);
            case UNAVAILABLE -> failing(FaultCode.SERVICE_UNAVAILABLE);
            case CREDENTIALS_EXPIRED -> failing(FaultCode.INVALID_CREDENTIALS);
            case QUOTA_GONE -> failing(FaultCode.RATE_LIMITED);
            case SILENT -> Play.impossible("what is computed does not hang");
            case GARBAGE -> Play.impossible("no bytes come in that could make no sense");
            case DISPLACED -> Play.impossible("nobody else controls a simulated device");
        };
    }

    private Play failing(FaultCode code) {
        return asking(
                Optional.of(new SandboxControls.Failure(code, Optional.empty())),
                Optional.empty(),
                false,
                false,
                false);
    }

    private Play asking(
            Optional<SandboxControls.Failure> error,
            Optional<Duration> delay,
            boolean ignored,
            boolean lost,
            boolean scheduler) {
        controls = new SandboxControls(error, delay, ignored, lost, scheduler, Optional.empty());
        return Play.on();
    }

    @Override
    public void behave() {
        controls = SandboxControls.NONE;
    }

    @Override
    public SandboxControls controls() {
        return controls;
    }

    @Override
    public Tally tally() {
        return Tally.NONE;
    }

    @Override
    public Set<String> secrets() {
        return Set.of(PASSWORD);
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(new Credentials.UsernamePassword("somebody@example.com", new Secret(PASSWORD)));
    }

    @Override
    public Optional<Credentials> wrongCredentials() {
        return Optional.of(new Credentials.UsernamePassword("wrong@example.com", new Secret(PASSWORD)));
    }

    @Override
    public void close() {}
}
