package energy.amps.server.config;

import java.util.Map;

/**
 * Every setting's value, grouped by who needs it.
 *
 * @param server where it listens
 * @param limits how much it takes on
 * @param data where its data live
 * @param engine how it keeps time
 * @param process how the process behaves
 * @param outbound how it sends to addresses that customers chose
 */
public record Settings(
        ServerSettings server,
        LimitSettings limits,
        DataSettings data,
        EngineSettings engine,
        ProcessSettings process,
        OutboundSettings outbound) {

    /**
     * Reads all settings. Pure: what is not in the map is not there.
     *
     * @param environment the variables of the process, other people's among them
     */
    public static SettingsReading read(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        Settings settings = new Settings(
                ServerSettings.read(variables),
                LimitSettings.read(variables),
                DataSettings.read(variables),
                EngineSettings.read(variables),
                ProcessSettings.read(variables),
                OutboundSettings.read(variables));
        checkForConnectors(variables);
        return variables.problems().isEmpty()
                ? new SettingsReading.Valid(settings, variables.warnings())
                : new SettingsReading.Invalid(variables.problems(), variables.warnings());
    }

    /** Read by the connector they belong to; a wrong one is told with the others. */
    private static void checkForConnectors(Environment variables) {
        variables.value(SettingsTable.SANDBOX_ACCEPT_DELAY);
        variables.value(SettingsTable.SANDBOX_COMPLETE_DELAY);
        variables.given(SettingsTable.SUNSPEC_ALLOW);
        variables.value(SettingsTable.FOXESS_URL);
        variables.value(SettingsTable.FOXESS_TIMEOUT);
    }
}
