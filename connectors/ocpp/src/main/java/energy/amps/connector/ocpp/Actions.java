package energy.amps.connector.ocpp;

import java.util.Set;

/** The names of the messages that are spoken, over both versions. */
final class Actions {
    static final String AUTHORIZE = "Authorize";
    static final String BOOT_NOTIFICATION = "BootNotification";
    static final String CHANGE_CONFIGURATION = "ChangeConfiguration";
    static final String CLEAR_CHARGING_PROFILE = "ClearChargingProfile";
    static final String DATA_TRANSFER = "DataTransfer";
    static final String DIAGNOSTICS_STATUS_NOTIFICATION = "DiagnosticsStatusNotification";
    static final String FIRMWARE_STATUS_NOTIFICATION = "FirmwareStatusNotification";
    static final String GET_CONFIGURATION = "GetConfiguration";
    static final String GET_VARIABLES = "GetVariables";
    static final String HEARTBEAT = "Heartbeat";
    static final String LOG_STATUS_NOTIFICATION = "LogStatusNotification";
    static final String METER_VALUES = "MeterValues";
    static final String NOTIFY_EVENT = "NotifyEvent";
    static final String NOTIFY_REPORT = "NotifyReport";
    static final String REMOTE_START_TRANSACTION = "RemoteStartTransaction";
    static final String REMOTE_STOP_TRANSACTION = "RemoteStopTransaction";
    static final String REQUEST_START_TRANSACTION = "RequestStartTransaction";
    static final String REQUEST_STOP_TRANSACTION = "RequestStopTransaction";
    static final String SECURITY_EVENT_NOTIFICATION = "SecurityEventNotification";
    static final String SET_CHARGING_PROFILE = "SetChargingProfile";
    static final String SET_VARIABLES = "SetVariables";
    static final String START_TRANSACTION = "StartTransaction";
    static final String STATUS_NOTIFICATION = "StatusNotification";
    static final String STOP_TRANSACTION = "StopTransaction";
    static final String TRANSACTION_EVENT = "TransactionEvent";
    static final String TRIGGER_MESSAGE = "TriggerMessage";

    private static final Set<String> ALL = Set.of(
            AUTHORIZE,
            BOOT_NOTIFICATION,
            CHANGE_CONFIGURATION,
            CLEAR_CHARGING_PROFILE,
            DATA_TRANSFER,
            DIAGNOSTICS_STATUS_NOTIFICATION,
            FIRMWARE_STATUS_NOTIFICATION,
            GET_CONFIGURATION,
            GET_VARIABLES,
            HEARTBEAT,
            LOG_STATUS_NOTIFICATION,
            METER_VALUES,
            NOTIFY_EVENT,
            NOTIFY_REPORT,
            REMOTE_START_TRANSACTION,
            REMOTE_STOP_TRANSACTION,
            REQUEST_START_TRANSACTION,
            REQUEST_STOP_TRANSACTION,
            SECURITY_EVENT_NOTIFICATION,
            SET_CHARGING_PROFILE,
            SET_VARIABLES,
            START_TRANSACTION,
            STATUS_NOTIFICATION,
            STOP_TRANSACTION,
            TRANSACTION_EVENT,
            TRIGGER_MESSAGE);

    private Actions() {}

    static boolean isOne(String action) {
        return ALL.contains(action);
    }
}
