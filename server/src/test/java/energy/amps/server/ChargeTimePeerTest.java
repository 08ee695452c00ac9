package energy.amps.server;

import static energy.amps.server.testing.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.testing.House;
import eu.chargetime.ocpp.ClientEvents;
import eu.chargetime.ocpp.JSONClient;
import eu.chargetime.ocpp.JSONConfiguration;
import eu.chargetime.ocpp.feature.profile.ClientCoreEventHandler;
import eu.chargetime.ocpp.feature.profile.ClientCoreProfile;
import eu.chargetime.ocpp.feature.profile.ClientRemoteTriggerEventHandler;
import eu.chargetime.ocpp.feature.profile.ClientRemoteTriggerProfile;
import eu.chargetime.ocpp.feature.profile.ClientSmartChargingEventHandler;
import eu.chargetime.ocpp.feature.profile.ClientSmartChargingProfile;
import eu.chargetime.ocpp.model.Request;
import eu.chargetime.ocpp.model.core.BootNotificationConfirmation;
import eu.chargetime.ocpp.model.core.ChangeConfigurationConfirmation;
import eu.chargetime.ocpp.model.core.ChargePointErrorCode;
import eu.chargetime.ocpp.model.core.ChargePointStatus;
import eu.chargetime.ocpp.model.core.ConfigurationStatus;
import eu.chargetime.ocpp.model.core.GetConfigurationConfirmation;
import eu.chargetime.ocpp.model.core.RegistrationStatus;
import eu.chargetime.ocpp.model.core.RemoteStartStopStatus;
import eu.chargetime.ocpp.model.core.RemoteStartTransactionConfirmation;
import eu.chargetime.ocpp.model.core.RemoteStopTransactionConfirmation;
import eu.chargetime.ocpp.model.core.SampledValue;
import eu.chargetime.ocpp.model.core.StartTransactionConfirmation;
import eu.chargetime.ocpp.model.remotetrigger.TriggerMessageConfirmation;
import eu.chargetime.ocpp.model.remotetrigger.TriggerMessageStatus;
import eu.chargetime.ocpp.model.smartcharging.ChargingProfileStatus;
import eu.chargetime.ocpp.model.smartcharging.ClearChargingProfileConfirmation;
import eu.chargetime.ocpp.model.smartcharging.ClearChargingProfileStatus;
import eu.chargetime.ocpp.model.smartcharging.SetChargingProfileConfirmation;
import eu.chargetime.ocpp.model.smartcharging.SetChargingProfileRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A charge point of OCPP 1.6 by ChargeTime, which we did not write: another reading of the same specification. */
class ChargeTimePeerTest {
    @TempDir
    private Path data;

    private RunningNode node;
    private JSONClient box;
    private ClientCoreProfile core;
    private final List<Request> asked = new CopyOnWriteArrayList<>();
    private String device;
    private String url;

    private static final Map<String, Object> ANSWERS = Map.of(
            "handleChangeConfigurationRequest", new ChangeConfigurationConfirmation(ConfigurationStatus.Accepted),
            "handleGetConfigurationRequest", new GetConfigurationConfirmation(),
            "handleRemoteStartTransactionRequest",
                    new RemoteStartTransactionConfirmation(RemoteStartStopStatus.Accepted),
            "handleRemoteStopTransactionRequest", new RemoteStopTransactionConfirmation(RemoteStartStopStatus.Accepted),
            "handleSetChargingProfileRequest", new SetChargingProfileConfirmation(ChargingProfileStatus.Accepted),
            "handleClearChargingProfileRequest",
                    new ClearChargingProfileConfirmation(ClearChargingProfileStatus.Accepted),
            "handleTriggerMessageRequest", new TriggerMessageConfirmation(TriggerMessageStatus.Accepted));

    /** Answers whatever it is asked, and notes it. */
    private <T> T answering(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            asked.add((Request) args[0]);
            return ANSWERS.get(method.getName());
        }));
    }

    @BeforeEach
    void open() {
        node = new RunningNode(House.database(), data, Map.of());
        RunningNode.Reply link = node.postLive("/links", "{\"vendor\":\"ocpp\"}");
        device = link.at("/data/devices/0/id");
        String pairingUrl = link.at("/data/pairingUrl");
        url = node.node.url().replace("http:", "ws:") + pairingUrl.substring(pairingUrl.indexOf("/ocpp/"));
        core = new ClientCoreProfile(answering(ClientCoreEventHandler.class));
        box = new JSONClient(
                core,
                "CP1",
                JSONConfiguration.get()
                        .setParameter(JSONConfiguration.USERNAME_PARAMETER, "CP1")
                        .setParameter(JSONConfiguration.PASSWORD_PARAMETER, "secret-password"));
        box.addFeatureProfile(new ClientSmartChargingProfile(answering(ClientSmartChargingEventHandler.class)));
        box.addFeatureProfile(new ClientRemoteTriggerProfile(answering(ClientRemoteTriggerEventHandler.class)));
        box.connect(url, new ClientEvents() {
            @Override
            public void connectionOpened() {
                // What comes of it is seen by what is answered.
            }

            @Override
            public void connectionClosed() {
                // Likewise.
            }
        });
    }

    @AfterEach
    void close() {
        box.disconnect();
        node.close();
    }

    private <T> T call(Request request, Class<T> answer) throws Exception {
        return answer.cast(box.send(request).toCompletableFuture().get(20, TimeUnit.SECONDS));
    }

    private void status(ChargePointStatus status) throws Exception {
        call(core.createStatusNotificationRequest(1, ChargePointErrorCode.NoError, status), Object.class);
    }

    private <T extends Request> T awaitAsked(Class<T> type) {
        eventually().until(() -> asked.stream().anyMatch(type::isInstance));
        T found = type.cast(asked.stream().filter(type::isInstance).findFirst().orElseThrow());
        asked.clear();
        return found;
    }

    private String push(String action) {
        RunningNode.Reply reply = node.postLive("/ev-charger/" + device, "{\"action\":" + action + "}");
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(202);
        return reply.at("/data/id");
    }

    /** TC_001_CSMS, TC_010_CSMS, TC_056_CSMS and TC_057_CSMS. */
    @Test
    void itBootsChargesIsReadAndIsPaused() throws Exception {
        eventually().until(() -> !box.isClosed());
        BootNotificationConfirmation boot =
                call(core.createBootNotificationRequest("ACME", "Wall 11"), BootNotificationConfirmation.class);
        assertThat(boot.getStatus()).isEqualTo(RegistrationStatus.Accepted);
        status(ChargePointStatus.Preparing);
        String charge = push("{\"command\":\"charge\",\"parameters\":{\"power\":{\"value\":7.4,\"unit\":\"kw\"}}}");
        assertThat(limit(awaitAsked(SetChargingProfileRequest.class))).isEqualTo(7400);
        eventually().untilAsserted(() -> assertThat(
                        node.getLive("/actions/" + charge).at("/data/state"))
                .isEqualTo("completed"));
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        StartTransactionConfirmation started =
                call(core.createStartTransactionRequest(1, "AMPS", 1000, now), StartTransactionConfirmation.class);
        status(ChargePointStatus.Charging);
        assertThat(awaitAsked(SetChargingProfileRequest.class)
                        .getCsChargingProfiles()
                        .getTransactionId())
                .isEqualTo(started.getTransactionId());
        SampledValue power = new SampledValue("7200");
        power.setMeasurand("Power.Active.Import");
        power.setUnit("W");
        call(core.createMeterValuesRequest(1, now, new SampledValue("2500"), power), Object.class);
        RunningNode.Reply read = node.getLive("/ev-charger/" + device);
        assertThat(read.at("/data/state/status")).isEqualTo("charging");
        assertThat(read.json().at("/data/state/currentPower").asDouble(0)).isEqualTo(7.2);
        assertThat(read.json().at("/data/state/sessionEnergy").asDouble(0)).isEqualTo(1.5);
        push("{\"command\":\"idle\"}");
        assertThat(limit(awaitAsked(SetChargingProfileRequest.class))).isZero();
    }

    private static double limit(SetChargingProfileRequest request) {
        return request.getCsChargingProfiles()
                .getChargingSchedule()
                .getChargingSchedulePeriod()[0]
                .getLimit();
    }
}
