package energy.amps.connector.sandbox;

import energy.amps.testkit.conformance.Conformance;
import energy.amps.testkit.conformance.Rig;
import java.nio.file.Path;
import java.util.Optional;

/** The sandbox keeps what every connector must keep. */
class SandboxConformanceTest implements Conformance {

    @Override
    public Rig rig() {
        return new ConformanceRig();
    }

    @Override
    public Optional<Path> faultPage() {
        return Optional.of(Path.of(System.getProperty("basedir", "")).resolve("../../docs/operating/faults.md"));
    }
}
