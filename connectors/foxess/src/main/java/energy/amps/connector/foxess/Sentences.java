package energy.amps.connector.foxess;

import energy.amps.fault.FaultCode;

/** What an integrator is told. */
final class Sentences {
    private Sentences() {}

    static String of(FaultCode code) {
        return switch (code) {
            case DEVICE_OFFLINE -> "The inverter does not answer its cloud, or is not in the account any more.";
            case SCHEDULER_ACTIVE -> "The inverter follows a schedule of its own.";
            case RATE_LIMITED -> "The vendor takes no more calls now.";
            case NETWORK_ERROR -> "The vendor cannot be reached, or its answer did not come whole.";
            case SERVICE_UNAVAILABLE -> "The vendor's service says that it cannot do this now.";
            case TIMEOUT -> "No answer came in time.";
            case INVALID_CREDENTIALS -> "The account's API key is no longer taken.";
            case UNKNOWN_ERROR, MISSED_WINDOW, OUTCOME_UNKNOWN, REVERT_FAILED ->
                "The vendor's answer does not say what became of the call.";
        };
    }
}
