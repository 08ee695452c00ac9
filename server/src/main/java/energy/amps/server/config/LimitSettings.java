package energy.amps.server.config;

/**
 * How much the server takes on at a time.
 *
 * @param maxConnections open client connections, 1..1000000
 * @param maxRequests requests in work, 1..100000
 */
public record LimitSettings(int maxConnections, int maxRequests) {

    static LimitSettings read(Environment variables) {
        return new LimitSettings(
                variables.value(SettingsTable.MAX_CONNECTIONS), variables.value(SettingsTable.MAX_REQUESTS));
    }
}
