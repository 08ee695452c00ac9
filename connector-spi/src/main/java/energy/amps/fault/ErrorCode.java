package energy.amps.fault;

/**
 * The code of a refused request (contract section 12). The constant's name is the code; {@code docs/reference/errors.md}
 * says of each when it comes and what to do.
 */
public enum ErrorCode {
    /** The request is malformed: shape, type, missing or unknown field, or query parameter. */
    VALIDATION_ERROR,
    /** The vendor takes credentials of another form. */
    UNSUPPORTED_CREDENTIAL_TYPE,
    /** No account of this vendor, or with devices of this family, can be linked here. */
    UNSUPPORTED_AUTH_PATH,
    /** No key was sent. */
    UNAUTHORIZED,
    /** The key is unknown, or revoked. */
    INVALID_API_KEY,
    /** The key has expired. */
    EXPIRED_TOKEN,
    /** The vendor no longer takes the account's credentials. */
    INVALID_CREDENTIALS,
    /** The key may not do this. */
    INSUFFICIENT_PERMISSIONS,
    /** The customer's live access is switched off. */
    LIVE_ACCESS_DISABLED,
    /** The vendor does not take this second factor. */
    INVALID_MFA_CODE,
    /** The account is locked at its vendor. */
    ACCOUNT_LOCKED,
    /** No such device, or not yours. */
    DEVICE_NOT_FOUND,
    /** No such action, or not yours. */
    ACTION_NOT_FOUND,
    /** No such route or resource. */
    NOT_FOUND,
    /** The route exists, but not with this method. */
    METHOD_NOT_ALLOWED,
    /** The body is larger than the limit. */
    PAYLOAD_TOO_LARGE,
    /** The body is not JSON. */
    UNSUPPORTED_MEDIA_TYPE,
    /** The Idempotency-Key came with another request before. */
    IDEMPOTENCY_KEY_REUSED,
    /** The first request with the Idempotency-Key is still being worked on. */
    IDEMPOTENCY_IN_PROGRESS,
    /** Another action is unfinished on the device. */
    CONFLICT,
    /** Only a scheduled action can be cancelled. */
    ACTION_NOT_CANCELLABLE,
    /** Only an open window can be ended. */
    ACTION_NOT_ENDABLE,
    /** The sandbox's clock is being turned, and nothing is accepted meanwhile. */
    CLOCK_ADVANCING,
    /** The device's own scheduler refuses a settings write. */
    SCHEDULER_ACTIVE,
    /** The family takes no commands. */
    DIRECT_ACTION_UNSUPPORTED,
    /** The device's connector cannot write commands. */
    COMMAND_NOT_SUPPORTED,
    /** The device does not take this command. */
    UNSUPPORTED_MODE,
    /** The command does not take this parameter. */
    UNSUPPORTED_PARAMETER,
    /** The parameter or setting is not given in this unit. */
    UNSUPPORTED_UNIT,
    /** The parameter lies outside the device's bounds. */
    PARAMETER_OUT_OF_RANGE,
    /** The command cannot be pushed in this shape. */
    EXECUTION_NOT_SUPPORTED,
    /** {@code start} has gone by. */
    START_IN_PAST,
    /** {@code start} lies further ahead than the platform plans. */
    START_OUT_OF_RANGE,
    /** The times do not make a window. */
    INVALID_TIME_WINDOW,
    /** The slots, the recurrence or the zone do not make a schedule. */
    INVALID_SCHEDULE,
    /** The device does not offer this conflict strategy. */
    STRATEGY_NOT_SUPPORTED,
    /** The device has no such setting. */
    UNSUPPORTED_SETTING,
    /** The setting can only be read. */
    READ_ONLY_SETTING,
    /** The setting's value lies outside the device's bounds. */
    SETTING_OUT_OF_RANGE,
    /** Events behind this cursor are no longer kept. */
    CURSOR_EXPIRED,
    /** Events are not sent to this URL. */
    WEBHOOK_URL_REFUSED,
    /** The key asks faster than it may. */
    RATE_LIMIT_EXCEEDED,
    /** The platform failed; nothing of the request holds unless the answer says so. */
    INTERNAL_ERROR,
    /** The platform, or the vendor behind the device, cannot serve now. */
    SERVICE_UNAVAILABLE,
    /** Not all settings of a write are known to hold. */
    SETTINGS_PARTIAL,
    /** The device does not answer. */
    DEVICE_OFFLINE,
    /** The vendor's quota is used up for now; nothing was written. */
    RATE_LIMITED,
    /** The vendor was not reached; nothing was written. */
    NETWORK_ERROR,
    /** The vendor did not answer in time; nothing was written. */
    TIMEOUT,
    /** The vendor answered something that nobody could make sense of; nothing was written. */
    UNKNOWN_ERROR
}
