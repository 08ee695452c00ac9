package energy.amps.testkit;

import energy.amps.connector.Connector;
import energy.amps.connector.Metered.Operation;
import energy.amps.device.DeviceId;
import energy.amps.testkit.conformance.Conformance;
import energy.amps.testkit.conformance.Play;
import energy.amps.testkit.conformance.Rig;
import energy.amps.testkit.conformance.RigDevice;
import energy.amps.testkit.conformance.Tally;
import energy.amps.testkit.process.VendorProcess;
import energy.amps.testkit.scripted.ScriptedConnectorProvider;
import energy.amps.testkit.vendor.Call;
import energy.amps.testkit.vendor.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The connector that the platform's own fault tests stand on keeps what every connector must keep. */
class ScriptedConformanceTest implements Conformance {
    private static final AtomicInteger DEVICES = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static VendorProcess vendor;

    @BeforeAll
    static void start() {
        vendor = VendorProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        vendor.close();
    }

    @Override
    public Rig rig() {
        return new ScriptedRig("device_rig" + DEVICES.incrementAndGet());
    }

    @Override
    public Optional<Path> faultPage() {
        return Optional.of(Path.of(System.getProperty("basedir", "")).resolve("../docs/operating/faults.md"));
    }

    /** One vendor for all rigs, and a device of its own for each. */
    private record ScriptedRig(String device) implements Rig {

        @Override
        public Connector open() {
            return new ScriptedConnectorProvider()
                    .open(name -> name.equals(ScriptedConnectorProvider.URL)
                            ? Optional.of(vendor.url().toString())
                            : Optional.empty());
        }

        @Override
        public List<RigDevice> devices() {
            return List.of(new RigDevice(
                    new DeviceId(device), open().discover(start()).getFirst(), Optional.empty(), Optional.empty()));
        }

        @Override
        public Play play(energy.amps.testkit.conformance.Fault fault, Operation during, RigDevice on) {
            Call call =
                    switch (during) {
                        case READ -> Call.READ;
                        case APPLY, POLL -> Call.WRITE;
                        case CONFIGURE -> Call.SETTINGS;
                    };
            return switch (fault) {
                case IGNORED -> play(call, Fault.IGNORE);
                case ANSWER_LOST -> play(call, Fault.APPLY_THEN_HANG);
                case SILENT -> play(call, Fault.HANG);
                case REFUSED, OFFLINE -> play(call, Fault.REFUSE);
                case SLOW -> play(call, Fault.SLOW);
                case GARBAGE -> play(call, Fault.GARBAGE);
                case UNAVAILABLE -> play(call, Fault.UNAVAILABLE);
                case CREDENTIALS_EXPIRED -> play(call, Fault.AUTH_EXPIRED);
                case QUOTA_GONE -> play(call, Fault.QUOTA_GONE);
                case SCHEDULER -> Play.impossible("the scripted vendor's devices have no scheduler");
                case DISPLACED -> {
                    vendor.play(Call.READ, device, Fault.DISPLACED, 1);
                    vendor.device(device);
                    yield Play.on();
                }
            };
        }

        private Play play(Call call, Fault fault) {
            vendor.play(call, device, fault, 0, Duration.ofMillis(100));
            return Play.on();
        }

        @Override
        public void behave() {
            vendor.behave();
        }

        @Override
        public Tally tally() {
            Map<String, String> calls = vendor.calls();
            return new Tally(
                    Long.parseLong(calls.getOrDefault("calls", "0")),
                    Long.parseLong(calls.getOrDefault("writes", "0")));
        }

        @Override
        public void close() {
            vendor.behave();
        }
    }
}
