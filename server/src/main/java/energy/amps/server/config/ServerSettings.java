package energy.amps.server.config;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where the server listens.
 *
 * @param port of the API, 0..65535; 0 is any free one
 * @param bind the API's address
 * @param managementPort of {@code /admin} and {@code /metrics}, 0..65535; 0 is any free one
 * @param managementBind their address
 * @param adminToken what opens {@code /admin}; absent: the one in the data folder
 */
public record ServerSettings(
        int port, InetAddress bind, int managementPort, InetAddress managementBind, Optional<Secret> adminToken) {

    private static final int PORT_MAX = 65_535;

    static ServerSettings read(Environment variables) {
        int port = variables.value(SettingsTable.PORT);
        return new ServerSettings(
                port,
                variables.value(SettingsTable.BIND),
                managementPort(variables, port),
                variables.value(SettingsTable.MANAGEMENT_BIND),
                variables.given(SettingsTable.ADMIN_TOKEN));
    }

    private static int managementPort(Environment variables, int port) {
        int next = port == 0 ? 0 : port + 1;
        int chosen = variables.given(SettingsTable.MANAGEMENT_PORT).orElse(next);
        if (chosen > PORT_MAX) {
            variables.problem("AMPS_MANAGEMENT_PORT must be given, because AMPS_PORT is the last port there is.");
        }
        if (chosen == port && port != 0) {
            variables.problem(
                    "AMPS_MANAGEMENT_PORT and AMPS_PORT are both " + port + ": two different ports are needed.");
        }
        return chosen;
    }
}
