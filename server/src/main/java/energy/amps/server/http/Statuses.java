package energy.amps.server.http;

import energy.amps.fault.ErrorCode;
import java.util.Map;

/** The status of every code (contract section 12), and the headers that a code always brings. */
final class Statuses {

    private Statuses() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case VALIDATION_ERROR, UNSUPPORTED_CREDENTIAL_TYPE, UNSUPPORTED_AUTH_PATH -> 400;
            case UNAUTHORIZED, INVALID_API_KEY, EXPIRED_TOKEN, INVALID_CREDENTIALS -> 401;
            case INSUFFICIENT_PERMISSIONS, LIVE_ACCESS_DISABLED, INVALID_MFA_CODE, ACCOUNT_LOCKED -> 403;
            case DEVICE_NOT_FOUND, ACTION_NOT_FOUND, NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case PAYLOAD_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case CONFLICT,
                    ACTION_NOT_CANCELLABLE,
                    ACTION_NOT_ENDABLE,
                    CLOCK_ADVANCING,
                    SCHEDULER_ACTIVE,
                    IDEMPOTENCY_IN_PROGRESS -> 409;
            case CURSOR_EXPIRED -> 410;
            case IDEMPOTENCY_KEY_REUSED,
                    DIRECT_ACTION_UNSUPPORTED,
                    COMMAND_NOT_SUPPORTED,
                    UNSUPPORTED_MODE,
                    UNSUPPORTED_PARAMETER,
                    UNSUPPORTED_UNIT,
                    PARAMETER_OUT_OF_RANGE,
                    EXECUTION_NOT_SUPPORTED,
                    START_IN_PAST,
                    START_OUT_OF_RANGE,
                    INVALID_TIME_WINDOW,
                    INVALID_SCHEDULE,
                    STRATEGY_NOT_SUPPORTED,
                    UNSUPPORTED_SETTING,
                    READ_ONLY_SETTING,
                    SETTING_OUT_OF_RANGE,
                    WEBHOOK_URL_REFUSED -> 422;
            case RATE_LIMIT_EXCEEDED -> 429;
            case INTERNAL_ERROR -> 500;
            case SETTINGS_PARTIAL -> 502;
            case SERVICE_UNAVAILABLE, DEVICE_OFFLINE, RATE_LIMITED, NETWORK_ERROR, TIMEOUT, UNKNOWN_ERROR -> 503;
        };
    }

    static Map<String, String> headersOf(ErrorCode code) {
        if (code == ErrorCode.SERVICE_UNAVAILABLE || code == ErrorCode.IDEMPOTENCY_IN_PROGRESS) {
            return Map.of("Retry-After", String.valueOf(HttpLimits.RETRY_AFTER_SECONDS));
        }
        return of(code) == 401 && code != ErrorCode.INVALID_CREDENTIALS
                ? Map.of("WWW-Authenticate", "Bearer")
                : Map.of();
    }
}
