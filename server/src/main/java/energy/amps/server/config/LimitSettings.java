package energy.amps.server.config;

/**
 * How much the server takes on at a time.
 *
 * @param maxConnections open client connections, 1..1000000
 * @param maxRequests requests in work, 1..100000
 * @param rateLimit requests of a key a second, 0..1000000; 0 for no limit
 * @param rateBurst requests of a key at once, 1..1000000
 */
public record LimitSettings(int maxConnections, int maxRequests, int rateLimit, int rateBurst) {

    static LimitSettings read(Environment variables) {
        return new LimitSettings(
                variables.value(SettingsTable.MAX_CONNECTIONS),
                variables.value(SettingsTable.MAX_REQUESTS),
                variables.value(SettingsTable.RATE_LIMIT),
                variables.value(SettingsTable.RATE_BURST));
    }
}
