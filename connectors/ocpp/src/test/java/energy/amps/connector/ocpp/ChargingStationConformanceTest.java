package energy.amps.connector.ocpp;

import energy.amps.testkit.conformance.Conformance;
import energy.amps.testkit.conformance.Rig;
import java.nio.file.Path;
import java.util.Optional;

/** With charging stations of OCPP 2.0.1 the connector keeps what every connector must keep. */
class ChargingStationConformanceTest implements Conformance {

    @Override
    public Rig rig() {
        return new ConformanceRig(OcppVersion.V2_0_1);
    }

    @Override
    public Optional<Path> faultPage() {
        return Optional.of(Path.of(System.getProperty("basedir", "")).resolve("../../docs/operating/faults.md"));
    }
}
