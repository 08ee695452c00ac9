package energy.amps.connector.ocpp;

import energy.amps.testkit.conformance.Conformance;
import energy.amps.testkit.conformance.Rig;
import java.nio.file.Path;
import java.util.Optional;

/** With charge points of OCPP 1.6 the connector keeps what every connector must keep. */
class ChargePointConformanceTest implements Conformance {

    @Override
    public Rig rig() {
        return new ConformanceRig(OcppVersion.V1_6);
    }

    @Override
    public Optional<Path> faultPage() {
        return Optional.of(Path.of(System.getProperty("basedir", "")).resolve("../../docs/operating/faults.md"));
    }
}
