package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Contract section 3. */
@ExtendWith(DrainedDevices.class)
class DevicesTest {
    private final Api api = Api.sandbox();
    private final Battery battery = Batteries.fullFeatured();

    @Test
    void aListItemIsTheReadWithoutItsSettings() {
        for (JsonNode item : api.get(200, "/battery?limit=50").data().path("items")) {
            JsonNode read =
                    api.get(200, "/battery/" + item.path("id").stringValue()).data();
            Set<String> expected = new LinkedHashSet<>(read.propertyNames());
            expected.remove("settings");
            assertThat(item.propertyNames()).containsExactlyInAnyOrderElementsOf(expected);
            for (String fixed : List.of("vendor", "userId", "timezone", "commands", "conflictStrategies")) {
                assertThat(item.path(fixed)).as(fixed).isEqualTo(read.path(fixed));
            }
        }
    }

    @Test
    void aSandboxReadIsAProjectionOfThisInstant() {
        for (String query : List.of("", "?expedite=true", "?expedite=false")) {
            Answer answer = api.get(200, battery.path() + query);
            assertThat(answer.data().at("/metadata/source").stringValue()).isEqualTo("projection");
            assertThat(answer.data().path("metadata").has("cacheType")).isFalse();
            assertThat(answer.data().at("/sync/available").booleanValue()).isTrue();
            assertThat(Instant.parse(answer.data().at("/sync/lastPulledAt").stringValue()))
                    .isBeforeOrEqualTo(answer.at());
        }
        api.unchecked(400, "GET", battery.path() + "?expedite=perhaps");
    }

    @Test
    void aBatteryReportsItsState() {
        JsonNode state = battery.state();
        assertThat(state.propertyNames())
                .contains("status", "capacity", "level", "chargeRate", "dischargeLimit", "currentMode");
    }

    @Test
    void aMissingDeviceIsNotFoundOnEveryRoute() {
        String missing = "/battery/device_nosuchdevice";
        List<Answer> answers = List.of(
                api.get(404, missing),
                api.post(404, missing, Push.of("idle").json()),
                api.post(404, missing + "/settings", Json.object("{'charge_ceiling':{'value':90,'unit':'percent'}}")),
                api.patch(404, missing, Json.object("{'timezone':'Europe/London'}")));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.code()).isEqualTo("DEVICE_NOT_FOUND");
            assertThat(answer.message()).isEqualTo("Device not found or access denied");
        });
    }

    @Test
    void statusIsWhatItDoesAndCurrentModeWhatItWasTold() {
        battery.completes(Push.of("charge").with("target", 10, "percent"));
        JsonNode state = battery.state();
        assertThat(state.path("level").doubleValue()).as("the target is met").isGreaterThanOrEqualTo(10);
        assertThat(state.path("currentMode").stringValue()).isEqualTo("charge");
        assertThat(state.path("status").stringValue()).isEqualTo("idle");
        assertThat(state.path("chargeRate").doubleValue()).isZero();
    }

    @Test
    void theReadShowsTheNewestAction() {
        JsonNode action = battery.completes(Push.of("idle"));
        JsonNode last = battery.read().path("lastAction");
        for (String key : last.propertyNames()) {
            assertThat(last.path(key)).as(key).isEqualTo(action.path(key));
        }
        String failed = battery.accepts(Push.of("idle").sandbox("{'error':'DEVICE_OFFLINE'}"))
                .path("id")
                .stringValue();
        battery.awaitTerminal(failed);
        last = battery.read().path("lastAction");
        assertThat(last.path("id").stringValue()).isEqualTo(failed);
        assertThat(last.path("state").stringValue()).isEqualTo("failed");
        assertThat(last.path("errorCode").stringValue()).isEqualTo("DEVICE_OFFLINE");
    }

    @Test
    void aChangedTimezoneIsReadBackAndMovesNothingThatWasAccepted() {
        JsonNode before = battery.read().path("timezone");
        setZone("Europe/London");
        JsonNode accepted = battery.accepts(Push.of("idle").start("20h"));
        JsonNode changed = setZone("Asia/Tokyo");
        assertThat(changed.path("timezone").stringValue()).isEqualTo("Asia/Tokyo");
        assertThat(battery.read().path("timezone").stringValue()).isEqualTo("Asia/Tokyo");
        assertThat(battery.action(accepted.path("id").stringValue()).path("start"))
                .isEqualTo(accepted.path("start"));
        if (before.isString()) {
            setZone(before.stringValue());
        }
    }

    private JsonNode setZone(String zone) {
        return api.patch(200, battery.path(), Json.object().put("timezone", zone))
                .data();
    }
}
