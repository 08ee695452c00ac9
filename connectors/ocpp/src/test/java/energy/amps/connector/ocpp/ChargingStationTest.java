package energy.amps.connector.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Outcome;
import energy.amps.device.EvChargerStatus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A charging station of OCPP 2.0.1. */
class ChargingStationTest {
    private final Box box = new Box(OcppVersion.V2_0_1);

    @AfterEach
    void close() {
        box.close();
    }

    private void status(String word) {
        box.told(
                "StatusNotification",
                "{\"timestamp\":\"2026-06-01T12:00:00Z\",\"connectorStatus\":\"" + word
                        + "\",\"evseId\":1,\"connectorId\":1}");
    }

    private void event(String type, String state, String more) {
        box.told(
                "TransactionEvent",
                "{\"eventType\":\"" + type
                        + "\",\"timestamp\":\"2026-06-01T12:00:00Z\",\"triggerReason\":\"RemoteStart\","
                        + "\"seqNo\":0,\"transactionInfo\":{\"transactionId\":\"tx-1\",\"chargingState\":\"" + state
                        + "\"}" + more + "}");
    }

    private static String meter(double kilowattHours, double watts) {
        return ",\"meterValue\":[{\"timestamp\":\"2026-06-01T12:00:00Z\",\"sampledValue\":["
                + "{\"value\":" + kilowattHours + ",\"unitOfMeasure\":{\"unit\":\"kWh\"}},"
                + "{\"value\":" + watts + ",\"measurand\":\"Power.Active.Import\"}]}]";
    }

    /** TC_B_01_CSMS: cold boot. */
    @Test
    void aBootIsAcceptedAndFollowedByQuestions() {
        box.dial();
        Frame.Result answer = (Frame.Result) box.say(
                "BootNotification",
                "{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"ACME\",\"model\":\"Wall 11\"}}");
        assertThat(answer.payload().path("status").asString("")).isEqualTo("Accepted");
        box.settle();
        assertThat(box.actionsAsked()).containsExactly("GetVariables", "SetVariables", "TriggerMessage");
        assertThat(box.memory().ways().unitKnown()).isTrue();
    }

    @Test
    void aViolationIsSpelledAsThisVersionDoes() {
        box.boot();
        assertThat(((Frame.Failure) box.say("BootNotification", "{}")).code())
                .isEqualTo("OccurrenceConstraintViolation");
        assertThat(((Frame.Failure) box.say("Heartbeat", "{\"at\":1}")).code()).isEqualTo("FormatViolation");
        box.sayRaw("nonsense");
        assertThat(box.answers().getLast()).isEqualTo(new Frame.Failure("-1", "RpcFrameworkError", "not JSON"));
    }

    /** TC_F_01_CSMS: remote start, cable plugged in first. */
    @Test
    void aSessionIsStartedMeteredPausedAndEnded() {
        box.boot();
        status("Occupied");
        assertThat(box.shown().status()).hasValue(EvChargerStatus.CONNECTED);
        assertThat(ChargePointTest.apply(box, ChargePointTest.chargeAt(7.4))).isInstanceOf(Outcome.Accepted.class);
        List<Frame.Call> calls = box.asked();
        assertThat(calls)
                .extracting(Frame.Call::action)
                .containsExactly("SetChargingProfile", "RequestStartTransaction");
        event("Started", "Charging", ",\"evse\":{\"id\":1}" + meter(100, 0));
        assertThat(box.actionsAsked()).containsExactly("SetChargingProfile");
        event("Updated", "Charging", meter(101.5, 7400));
        assertThat(box.shown().fields())
                .containsEntry("status", "charging")
                .containsEntry("currentPower", 7.4)
                .containsEntry("sessionEnergy", 1.5)
                .containsEntry("energyTotal", 101.5)
                .containsEntry("powerRateLimit", 7.4);
        assertThat(ChargePointTest.apply(box, Instruction.of(Command.IDLE))).isInstanceOf(Outcome.Accepted.class);
        event("Updated", "SuspendedEVSE", "");
        assertThat(box.shown().status()).hasValue(EvChargerStatus.PAUSED);
        event("Ended", "EVConnected", "");
        assertThat(box.shown().status()).hasValue(EvChargerStatus.FINISHED);
        assertThat(box.memory().transaction()).isEmpty();
        // What waited for a connection comes late.
        event("Updated", "Charging", meter(101.2, 7400));
        assertThat(box.memory().transaction()).isEmpty();
        status("Available");
        assertThat(box.shown().fields()).containsEntry("status", "available").containsEntry("isConnected", false);
    }
}
