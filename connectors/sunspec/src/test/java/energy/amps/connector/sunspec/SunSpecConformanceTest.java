package energy.amps.connector.sunspec;

import energy.amps.testkit.conformance.Conformance;
import energy.amps.testkit.conformance.Rig;
import java.nio.file.Path;
import java.util.Optional;

/** Devices that speak SunSpec keep what every connector's must keep. */
class SunSpecConformanceTest implements Conformance {

    @Override
    public Rig rig() {
        return new PlantRig();
    }

    @Override
    public Optional<Path> faultPage() {
        return Optional.of(Path.of(System.getProperty("basedir", "")).resolve("../../docs/operating/faults.md"));
    }
}
