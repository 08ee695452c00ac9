package energy.amps.connector.ocpp;

import java.util.Arrays;
import java.util.Optional;

/** The versions that are spoken. */
enum OcppVersion {
    /** OCPP 2.0.1, part 4: JSON over WebSocket. */
    V2_0_1("ocpp2.0.1", "schemas/ocpp2_0_1.json"),
    /** OCPP 1.6J, edition 2. */
    V1_6("ocpp1.6", "schemas/ocpp1_6.json");

    private final String subprotocol;
    private final String schemas;

    OcppVersion(String subprotocol, String schemas) {
        this.subprotocol = subprotocol;
        this.schemas = schemas;
    }

    /** Its name in {@code Sec-WebSocket-Protocol}. */
    String subprotocol() {
        return subprotocol;
    }

    /** The file with the schemas of its messages. */
    String schemas() {
        return schemas;
    }

    static Optional<OcppVersion> of(String subprotocol) {
        return Arrays.stream(values())
                .filter(version -> version.subprotocol.equals(subprotocol))
                .findFirst();
    }
}
