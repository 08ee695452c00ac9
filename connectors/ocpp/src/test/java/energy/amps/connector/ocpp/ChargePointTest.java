package energy.amps.connector.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Evidence;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.Verdict;
import energy.amps.device.EvChargerStatus;
import energy.amps.device.SettingValue;
import energy.amps.fault.FaultCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A charge point of OCPP 1.6, from its first boot on. */
class ChargePointTest {
    private static final Instruction CHARGE = Instruction.of(Command.CHARGE);
    private static final Instruction IDLE = Instruction.of(Command.IDLE);

    private final Box box = new Box(OcppVersion.V1_6);

    @AfterEach
    void close() {
        box.close();
    }

    static Instruction chargeAt(double kilowatts) {
        return new Instruction(Command.CHARGE, Map.of(Parameter.POWER, Quantity.of(kilowatts, Unit.KW)));
    }

    static Outcome apply(Box box, Instruction instruction) {
        Attempt attempt =
                new Attempt("act_1.apply.1", Attempt.Purpose.APPLY, 1, Box.START, false, SandboxControls.NONE);
        Outcome outcome = box.connector().apply(box.device(), instruction, attempt);
        box.settle();
        return outcome;
    }

    private Outcome apply(Instruction instruction) {
        return apply(box, instruction);
    }

    private void status(String word) {
        box.told("StatusNotification", "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"" + word + "\"}");
    }

    private int startTransaction() {
        return box.told(
                        "StartTransaction",
                        "{\"connectorId\":1,\"idTag\":\"AMPS\",\"meterStart\":1000,\"timestamp\":\"2026-06-01T11:59:58Z\"}")
                .path("transactionId")
                .intValue();
    }

    private void meter(int transaction, double kilowatts, int wattHours) {
        box.told(
                "MeterValues",
                "{\"connectorId\":1,\"transactionId\":" + transaction
                        + ",\"meterValue\":[{\"timestamp\":\"2026-06-01T12:00:00Z\",\"sampledValue\":["
                        + "{\"value\":\"" + wattHours + "\"},"
                        + "{\"value\":\"" + kilowatts
                        + "\",\"measurand\":\"Power.Active.Import\",\"unit\":\"kW\"}]}]}");
    }

    private static JsonNode profile(Frame.Call call) {
        return call.payload().path("csChargingProfiles");
    }

    private static double limit(JsonNode profile) {
        return profile.at("/chargingSchedule/chargingSchedulePeriod/0/limit").asDouble();
    }

    /** TC_001_CSMS: cold boot. */
    @Test
    void aBootIsAcceptedWithAnIntervalAndTheTime() {
        box.dial();
        Frame.Result answer = (Frame.Result)
                box.say("BootNotification", "{\"chargePointVendor\":\"ACME\",\"chargePointModel\":\"Wall 11\"}");
        assertThat(answer.payload().toString())
                .isEqualTo("{\"status\":\"Accepted\",\"currentTime\":\"2026-06-01T12:00:00Z\",\"interval\":300}");
        box.settle();
        assertThat(box.actionsAsked())
                .containsExactly(
                        "GetConfiguration",
                        "ChangeConfiguration",
                        "ChangeConfiguration",
                        "ChangeConfiguration",
                        "TriggerMessage");
        assertThat(box.told("Heartbeat", "{}").path("currentTime").asString("")).isEqualTo("2026-06-01T12:00:00Z");
    }

    @Test
    void whoHasNotBootedIsHeardOfNothingElse() {
        box.dial();
        assertThat(box.say("Heartbeat", "{}"))
                .isInstanceOfSatisfying(
                        Frame.Failure.class, error -> assertThat(error.code()).isEqualTo("SecurityError"));
    }

    @Test
    void aLinkThatIsAnothersIsClosed() {
        box.belongsToAnother();
        box.dial();
        Frame.Result answer = (Frame.Result)
                box.say("BootNotification", "{\"chargePointVendor\":\"ACME\",\"chargePointModel\":\"Wall 11\"}");
        assertThat(answer.payload().path("status").asString("")).isEqualTo("Rejected");
        assertThat(box.isClosed()).isTrue();
    }

    @Test
    void everyFrameIsHeldToItsSchema() {
        box.boot();
        assertThat(codeOf("BootNotification", "{}")).isEqualTo("OccurenceConstraintViolation");
        assertThat(codeOf("StatusNotification", "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Asleep\"}"))
                .isEqualTo("PropertyConstraintViolation");
        assertThat(codeOf(
                        "StatusNotification",
                        "{\"connectorId\":\"1\",\"errorCode\":\"NoError\",\"status\":\"Available\"}"))
                .isEqualTo("TypeConstraintViolation");
        assertThat(codeOf("Heartbeat", "{\"at\":1}")).isEqualTo("FormationViolation");
        assertThat(codeOf("ReserveNow", "{}")).isEqualTo("NotImplemented");
        assertThat(codeOf("RemoteStopTransaction", "{\"transactionId\":1}")).isEqualTo("NotSupported");
        box.sayRaw("[2,\"x\",\"Heartbeat\"]");
        assertThat(((Frame.Failure) box.answers().getLast()).id()).isEqualTo("x");
        assertThat(box.complaints()).hasSize(7);
    }

    private String codeOf(String action, String payload) {
        return ((Frame.Failure) box.say(action, payload)).code();
    }

    /** TC_010_CSMS: remote start, cable plugged in first; the meter's values are what is read. */
    @Test
    void aVehicleThatWaitsIsStarted() {
        box.boot();
        status("Preparing");
        assertThat(apply(CHARGE)).isInstanceOf(Outcome.Accepted.class);
        assertThat(box.actionsAsked()).containsExactly("RemoteStartTransaction");
        int transaction = startTransaction();
        status("Charging");
        meter(transaction, 7.2, 3500);
        assertThat(box.actionsAsked()).isEmpty();
        assertThat(box.shown().fields())
                .containsEntry("status", "charging")
                .containsEntry("isConnected", true)
                .containsEntry("isCharging", true)
                .containsEntry("currentPower", 7.2)
                .containsEntry("sessionEnergy", 2.5)
                .containsEntry("energyTotal", 3.5)
                .doesNotContainKey("powerRateLimit");
        assertThat(reading().settings())
                .containsEntry(Setting.MAX_CHARGE_RATE, new SettingValue.Numeric(new BigDecimal("50")));
        assertThat(box.readings()).isNotEmpty();
    }

    /** Nobody has plugged in yet: the vehicle is started when it comes. */
    @Test
    void aVehicleThatComesLaterIsStartedThen() {
        box.boot();
        status("Available");
        assertThat(apply(CHARGE)).isInstanceOf(Outcome.Accepted.class);
        assertThat(box.actionsAsked()).isEmpty();
        status("Preparing");
        assertThat(box.actionsAsked()).containsExactly("RemoteStartTransaction");
        status("Preparing");
        assertThat(box.actionsAsked()).isEmpty();
    }

    /** TC_056_CSMS, TC_057_CSMS and TC_059_CSMS: default profile, profile of a transaction, and start with a profile. */
    @Test
    void aLimitLiesOnWhatComesAndOnWhatRuns() {
        box.boot();
        status("Preparing");
        assertThat(apply(chargeAt(3.68))).isInstanceOf(Outcome.Accepted.class);
        List<Frame.Call> calls = box.asked();
        assertThat(calls)
                .extracting(Frame.Call::action)
                .containsExactly("SetChargingProfile", "RemoteStartTransaction");
        assertThat(profile(calls.get(0)).path("chargingProfilePurpose").asString(""))
                .isEqualTo("TxDefaultProfile");
        assertThat(profile(calls.get(0)).path("stackLevel").asInt(-1)).isZero();
        assertThat(limit(profile(calls.get(0)))).isEqualTo(3680);
        assertThat(limit(calls.get(1).payload().path("chargingProfile"))).isEqualTo(3680);
        int transaction = startTransaction();
        List<Frame.Call> begun = box.asked();
        assertThat(begun).extracting(Frame.Call::action).containsExactly("SetChargingProfile");
        assertThat(profile(begun.getFirst()).path("transactionId").asInt(-1)).isEqualTo(transaction);
        assertThat(box.shown().fields()).containsEntry("powerRateLimit", 3.68);
    }

    @Test
    void anIdleChargerPausesItsSessionAndGoesOn() {
        box.boot();
        status("Preparing");
        apply(CHARGE);
        startTransaction();
        status("Charging");
        box.asked();
        assertThat(apply(IDLE)).isInstanceOf(Outcome.Accepted.class);
        List<Frame.Call> paused = box.asked();
        assertThat(paused).extracting(Frame.Call::action).containsExactly("SetChargingProfile", "SetChargingProfile");
        assertThat(paused).allSatisfy(call -> assertThat(limit(profile(call))).isZero());
        status("SuspendedEVSE");
        assertThat(box.shown().status()).hasValue(EvChargerStatus.PAUSED);
        assertThat(apply(CHARGE)).isInstanceOf(Outcome.Accepted.class);
        assertThat(box.actionsAsked()).containsExactly("ClearChargingProfile", "ClearChargingProfile");
    }

    /** Seen with boxes that take no default of nothing: the limit then lies on each transaction. */
    @Test
    void aBoxThatRefusesADefaultOfNothingIsNotAskedAgain() {
        box.boot();
        status("Available");
        box.answer(
                "SetChargingProfile",
                payload -> payload.toString().contains("TxDefaultProfile")
                        ? "{\"status\":\"Rejected\"}"
                        : "{\"status\":\"Accepted\"}");
        assertThat(apply(IDLE)).isInstanceOf(Outcome.Accepted.class);
        // In the one unit, and in the other.
        assertThat(box.asked())
                .extracting(call ->
                        profile(call).at("/chargingSchedule/chargingRateUnit").asString(""))
                .containsExactly("W", "A");
        assertThat(apply(IDLE)).isInstanceOf(Outcome.Accepted.class);
        assertThat(box.actionsAsked()).isEmpty();
        startTransaction();
        assertThat(box.asked()).allSatisfy(call -> assertThat(
                        profile(call).path("chargingProfilePurpose").asString(""))
                .isEqualTo("TxProfile"));
    }

    /** TC_012_CSMS: remote stop, for a box that takes no limit of nothing at all. */
    @Test
    void aBoxThatCannotPauseIsStopped() {
        box.boot();
        status("Preparing");
        apply(CHARGE);
        int transaction = startTransaction();
        box.asked();
        box.answer("SetChargingProfile", "NotSupported");
        assertThat(apply(IDLE)).isInstanceOf(Outcome.Accepted.class);
        List<Frame.Call> calls = box.asked();
        assertThat(calls.getLast().action()).isEqualTo("RemoteStopTransaction");
        assertThat(calls.getLast().payload().path("transactionId").asInt(-1)).isEqualTo(transaction);
        box.told(
                "StopTransaction",
                "{\"transactionId\":" + transaction + ",\"meterStop\":4000,\"timestamp\":\"2026-06-01T12:00:00Z\"}");
        assertThat(box.memory().transaction()).isEmpty();
        assertThat(box.shown().energyTotal().orElseThrow().kilowattHours()).isEqualTo(4);
    }

    /** A box that knows amperes alone is told how many per phase: three, until it is seen on how many the vehicle charges. */
    @Test
    void aLimitInAmperesFollowsThePhases() {
        box.answer(
                "GetConfiguration",
                "{\"configurationKey\":[{\"key\":\"ChargingScheduleAllowedChargingRateUnit\",\"readonly\":true,\"value\":\"Current\"}]}");
        box.boot();
        status("Preparing");
        apply(chargeAt(6.9));
        assertThat(limit(profile(box.asked().getFirst()))).isEqualTo(10);
        int transaction = startTransaction();
        box.asked();
        box.told(
                "MeterValues",
                "{\"connectorId\":1,\"transactionId\":" + transaction
                        + ",\"meterValue\":[{\"timestamp\":\"2026-06-01T12:00:00Z\",\"sampledValue\":["
                        + "{\"value\":\"9.8\",\"measurand\":\"Current.Import\",\"phase\":\"L1\",\"unit\":\"A\"},"
                        + "{\"value\":\"0.0\",\"measurand\":\"Current.Import\",\"phase\":\"L2\",\"unit\":\"A\"},"
                        + "{\"value\":\"2254\",\"measurand\":\"Power.Active.Import\"}]}]}");
        assertThat(limit(profile(box.asked().getFirst()))).isEqualTo(30);
    }

    @Test
    void theHighestRateBoundsWhatIsTold() {
        box.boot();
        assertThat(box.connector().configure(box.device(), Map.of(Setting.MAX_CHARGE_RATE, Quantity.of(3.7, Unit.KW))))
                .isInstanceOf(SettingsOutcome.Written.class);
        assertThat(limit(profile(box.asked().getFirst()))).isEqualTo(3700);
        status("Preparing");
        apply(chargeAt(11));
        assertThat(limit(profile(box.asked().getFirst()))).isEqualTo(3700);
        assertThat(((ReadOutcome.Reading) box.connector().read(box.device())).settings())
                .containsKey(Setting.MAX_CHARGE_RATE);
    }

    /** Boxes drop profiles with the connection; what was told is said again, and nothing is started that had ended. */
    @Test
    void whatStandsStandsAgainAfterAReconnect() {
        box.boot();
        status("Preparing");
        apply(chargeAt(3.68));
        int transaction = startTransaction();
        status("Charging");
        box.asked();
        box.dial();
        box.told("Heartbeat", "{}");
        assertThat(box.actionsAsked()).containsExactly("TriggerMessage", "SetChargingProfile", "SetChargingProfile");
        box.told(
                "StopTransaction",
                "{\"transactionId\":" + transaction + ",\"meterStop\":4000,\"timestamp\":\"2026-06-01T12:00:00Z\"}");
        status("Finishing");
        box.asked();
        box.dial();
        box.told("Heartbeat", "{}");
        assertThat(box.actionsAsked()).containsExactly("TriggerMessage");
    }

    /** A box that lost the answer starts again, after its reconnect, with the same words. */
    @Test
    void aStartThatIsSaidTwiceIsOneTransaction() {
        box.boot();
        int first = startTransaction();
        box.dial();
        assertThat(startTransaction()).isEqualTo(first);
        JsonNode other = box.told(
                "StartTransaction",
                "{\"connectorId\":1,\"idTag\":\"AMPS\",\"meterStart\":2000,\"timestamp\":\"2026-06-01T12:30:00Z\"}");
        assertThat(other.path("transactionId").intValue()).isNotEqualTo(first);
    }

    @Test
    void aRefusalIsOneAndLeavesWhatStood() {
        box.boot();
        status("Preparing");
        box.answer("RemoteStartTransaction", "{\"status\":\"Rejected\"}");
        assertThat(apply(CHARGE))
                .isEqualTo(new Outcome.Rejected(FaultCode.UNKNOWN_ERROR, "The charger did not start the session."));
        assertThat(box.memory().wish().told()).isEmpty();
    }

    @Test
    void noAnswerIsNotKnownAndNotSaidAgain() {
        box.boot();
        status("Preparing");
        box.answer("RemoteStartTransaction", Box.SILENT);
        assertThat(apply(CHARGE)).isInstanceOf(Outcome.Unknown.class);
        box.asked();
        box.dial();
        box.told("Heartbeat", "{}");
        assertThat(box.actionsAsked()).containsExactly("TriggerMessage");
        assertThat(box.connector().verify(box.device(), CHARGE, reading())).isEqualTo(Verdict.DOES_NOT_HOLD);
        startTransaction();
        status("Charging");
        assertThat(box.connector().verify(box.device(), CHARGE, reading())).isEqualTo(Verdict.HOLDS);
        assertThat(box.connector().verify(box.device(), IDLE, reading())).isEqualTo(Verdict.DOES_NOT_HOLD);
    }

    private ReadOutcome.Reading reading() {
        return (ReadOutcome.Reading) box.connector().read(box.device());
    }

    /** A limit that may lie on it is lifted, though nobody knows whether it does. */
    @Test
    void aPauseWhoseAnswerWasLostIsLifted() {
        box.boot();
        status("Preparing");
        apply(CHARGE);
        startTransaction();
        status("Charging");
        box.answer(
                "SetChargingProfile",
                payload -> payload.toString().contains("TxDefaultProfile") ? "{\"status\":\"Accepted\"}" : "");
        assertThat(apply(IDLE)).isInstanceOf(Outcome.Unknown.class);
        status("SuspendedEVSE");
        box.asked();
        assertThat(apply(CHARGE)).isInstanceOf(Outcome.Accepted.class);
        assertThat(box.actionsAsked()).containsExactly("ClearChargingProfile", "ClearChargingProfile");
        box.answer("SetChargingProfile", Box.SILENT);
        assertThat(apply(IDLE)).isInstanceOf(Outcome.Unknown.class);
        box.asked();
        assertThat(apply(CHARGE)).isInstanceOf(Outcome.Accepted.class);
        assertThat(box.actionsAsked()).containsExactly("ClearChargingProfile");
    }

    @Test
    void evidenceShowsThePowerAsItWasRead() {
        box.boot();
        status("Preparing");
        apply(chargeAt(7.4));
        int transaction = startTransaction();
        status("Charging");
        meter(transaction, 7.36, 1200);
        assertThat(box.connector().evidence(box.device(), chargeAt(7.4), reading()))
                .contains(new Evidence("currentPower", "at most 7.4 kW", "7.36 kW"));
    }

    @Test
    void aStateOfALaterFormIsRefused() {
        ConnectorState state = Memory.BLANK.state();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Memory.of(new ConnectorState(state.version() + 1, state.text())));
    }

    @Test
    void anAnswerAgainstItsSchemaIsNoAnswer() {
        box.boot();
        status("Preparing");
        box.answer("RemoteStartTransaction", "{\"status\":\"Perhaps\"}");
        assertThat(apply(CHARGE)).isInstanceOf(Outcome.Unknown.class);
        assertThat(box.complaints()).anyMatch(line -> line.startsWith("RemoteStartTransaction answered against"));
    }

    @Test
    void whoIsNotConnectedIsOffline() {
        box.boot();
        box.hangUp();
        assertThat(apply(CHARGE))
                .isEqualTo(new Outcome.Rejected(FaultCode.DEVICE_OFFLINE, "The charger is not connected."));
        assertThat(box.connector().read(box.device()))
                .isInstanceOfSatisfying(ReadOutcome.Unreadable.class, unreadable -> assertThat(unreadable.code())
                        .isEqualTo(FaultCode.DEVICE_OFFLINE));
    }

    @Test
    void aDryRunTellsWhatWouldBeSent() {
        box.boot();
        status("Preparing");
        assertThat(box.connector().plan(box.device(), chargeAt(7.4)))
                .extracting(call -> call.call())
                .containsExactly("SetChargingProfile", "RemoteStartTransaction");
        assertThat(box.actionsAsked()).isEmpty();
    }
}
