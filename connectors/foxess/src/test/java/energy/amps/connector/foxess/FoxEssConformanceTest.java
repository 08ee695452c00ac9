package energy.amps.connector.foxess;

import energy.amps.testkit.conformance.Conformance;
import java.nio.file.Path;
import java.util.Optional;

/** FoxESS keeps what every connector must keep. */
class FoxEssConformanceTest implements Conformance {

    @Override
    public energy.amps.testkit.conformance.Rig rig() {
        return new ConformanceRig();
    }

    @Override
    public Optional<Path> faultPage() {
        return Optional.of(Path.of(System.getProperty("basedir", "")).resolve("../../docs/operating/faults.md"));
    }
}
