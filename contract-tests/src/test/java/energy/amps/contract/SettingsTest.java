package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.Rebuild;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Contract section 7. */
@ExtendWith(DrainedDevices.class)
class SettingsTest {
    private static final Set<String> VOCABULARY = Set.of(
            "safety_reserve",
            "discharge_floor",
            "charge_ceiling",
            "export_limit",
            "max_charge_rate",
            "max_discharge_rate",
            "scheduler_enabled");

    private final Battery battery = Batteries.fullFeatured();
    private final ObjectNode before = writable(battery);

    @AfterEach
    void putBackWhatStood() {
        battery.api().post(200, battery.path() + "/settings", before);
    }

    @Test
    void everyWritableSettingIsTakenFromBoundToBoundAndReadBack() {
        JsonNode settings = battery.read().path("settings");
        for (String name : before.propertyNames()) {
            for (String bound : List.of("min", "max")) {
                JsonNode value = settings.path(name).path(bound);
                if (!value.isMissingNode()) {
                    JsonNode written =
                            write(setting(name, value, settings.path(name).path("unit")));
                    assertThat(written.path("deviceId").stringValue()).isEqualTo(battery.id());
                    assertThat(texts(written.path("updated"))).containsExactly(name);
                    assertThat(battery.read().at("/settings/" + name + "/value").decimalValue())
                            .isEqualByComparingTo(value.decimalValue());
                }
            }
        }
    }

    @Test
    void severalAreWrittenAtOnceAndTheOthersStay() {
        JsonNode written = write(Json.object(
                "{'charge_ceiling':{'value':88,'unit':'percent'},'discharge_floor':{'value':12.5,'unit':'percent'}}"));
        assertThat(texts(written.path("updated"))).containsExactlyInAnyOrder("charge_ceiling", "discharge_floor");
        JsonNode after = battery.read().path("settings");
        assertThat(after.at("/charge_ceiling/value").decimalValue()).isEqualByComparingTo("88");
        assertThat(after.at("/discharge_floor/value").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(after.at("/safety_reserve/value")).isEqualTo(before.at("/safety_reserve/value"));
    }

    @Test
    void theSafetyReserveIsTheDischargeLimitOfTheRead() {
        write(Json.object("{'safety_reserve':{'value':17,'unit':'percent'}}"));
        assertThat(battery.state().path("dischargeLimit").doubleValue()).isEqualTo(17);
    }

    @Test
    void aTargetBehindACeilingIsAcceptedAndTheBatteryHoldsThere() {
        BigDecimal level = battery.state().path("level").decimalValue();
        write(Json.object("{'charge_ceiling':{'value':0,'unit':'percent'}}"));
        battery.completes(Push.of("charge").with("target", 100, "percent"));
        JsonNode state = battery.state();
        assertThat(state.path("chargeRate").doubleValue()).isZero();
        assertThat(state.path("status").stringValue()).isNotEqualTo("charging");
        assertThat(state.path("level").decimalValue()).isLessThanOrEqualTo(level.add(BigDecimal.ONE));
    }

    @Test
    void aWriteIsAllowedDuringAWindowAndItsReturnDoesNotUndoIt() {
        String window = battery.accepts(
                        Push.of("idle").start("0m").end(battery.now().plus(Duration.ofHours(1))))
                .path("id")
                .stringValue();
        battery.awaitTaken(window);
        write(Json.object("{'charge_ceiling':{'value':91,'unit':'percent'}}"));
        battery.api().post(202, "/actions/" + window + "/end");
        battery.awaitState(window, "completed");
        assertThat(battery.read().at("/settings/charge_ceiling/value").decimalValue())
                .isEqualByComparingTo("91");
    }

    @Test
    void anUnknownSettingIsNamedBesideTheDeclaredOnes() {
        Answer refusal = refused("UNSUPPORTED_SETTING", Json.object("{'colour':{'value':1,'unit':'percent'}}"));
        assertThat(texts(refusal.details().path("unsupportedSettings"))).containsExactly("colour");
        assertThat(texts(refusal.details().at("/deviceCapabilities/supportedSettings")))
                .containsExactlyInAnyOrderElementsOf(
                        battery.read().path("settings").propertyNames());
    }

    @Test
    void aSettingThatTheDeviceDoesNotShowIsUnsupported() {
        Battery limited = Batteries.windowedOnly();
        for (String name : VOCABULARY) {
            if (!limited.read().path("settings").has(name)) {
                ObjectNode body = setting(name, Json.parse("1"), Json.parse("\"percent\""));
                Answer refusal = limited.api().unchecked(422, "POST", limited.path() + "/settings", body.toString());
                assertThat(refusal.code()).isEqualTo("UNSUPPORTED_SETTING");
            }
        }
    }

    @Test
    void aReadOnlySettingIsNamedBesideTheWritableOnes() {
        Answer refusal = refused("READ_ONLY_SETTING", Json.object("{'scheduler_enabled':{'value':true}}"));
        assertThat(texts(refusal.details().path("readOnlySettings"))).containsExactly("scheduler_enabled");
        assertThat(texts(refusal.details().path("writableSettings")))
                .containsExactlyInAnyOrderElementsOf(before.propertyNames());
    }

    @Test
    void aBatteryThatCanOnlyBeReadShowsSettingsAndTakesNone() {
        Battery readOnly = Batteries.readOnly();
        JsonNode settings = readOnly.read().path("settings");
        for (String name : settings.propertyNames()) {
            ObjectNode body = Json.object();
            body.putObject(name).setAll((ObjectNode) settings.path(name));
            assertThat(readOnly.api()
                            .unchecked(422, "POST", readOnly.path() + "/settings", body.toString())
                            .code())
                    .isEqualTo("READ_ONLY_SETTING");
        }
    }

    @Test
    void aWrongUnitIsNamedBesideTheRightOne() {
        Answer refusal = refused("UNSUPPORTED_UNIT", Json.object("{'charge_ceiling':{'value':90,'unit':'kwh'}}"));
        assertThat(refusal.details().path("parameter").stringValue()).isEqualTo("charge_ceiling");
        assertThat(refusal.details().path("providedUnit").stringValue()).isEqualTo("kwh");
        assertThat(texts(refusal.details().path("supportedUnits"))).containsExactly("percent");
    }

    @Test
    void oneStepBeyondABoundIsOutOfRange() {
        JsonNode settings = battery.read().path("settings");
        for (String name : before.propertyNames()) {
            JsonNode declared = settings.path(name);
            BigDecimal below = declared.path("min").decimalValue().subtract(new BigDecimal("0.01"));
            Answer refusal = refused("SETTING_OUT_OF_RANGE", setting(name, below, declared));
            assertThat(refusal.details().path("setting").stringValue()).isEqualTo(name);
            assertThat(refusal.details().path("min").decimalValue())
                    .isEqualByComparingTo(declared.path("min").decimalValue());
            if (declared.has("max")) {
                BigDecimal above = declared.path("max").decimalValue().add(new BigDecimal("0.01"));
                refusal = refused("SETTING_OUT_OF_RANGE", setting(name, above, declared));
                assertThat(refusal.details().path("max").decimalValue())
                        .isEqualByComparingTo(declared.path("max").decimalValue());
            }
        }
    }

    @Test
    void oneBadValueAndNothingIsWritten() {
        JsonNode untouched = battery.read().path("settings");
        refused(
                "SETTING_OUT_OF_RANGE",
                Json.object(
                        "{'discharge_floor':{'value':33,'unit':'percent'},'charge_ceiling':{'value':101,'unit':'percent'}}"));
        assertThat(battery.read().path("settings")).isEqualTo(untouched);
    }

    @Test
    void theRowsAreCheckedInOrderAndEveryRefusalCanBeRebuiltIntoAWrite() {
        ObjectNode body = Json.object(
                "{'colour':{'value':1,'unit':'kw'},'scheduler_enabled':{'value':true},'charge_ceiling':{'value':400,'unit':'volts'}}");
        for (String code :
                List.of("UNSUPPORTED_SETTING", "READ_ONLY_SETTING", "UNSUPPORTED_UNIT", "SETTING_OUT_OF_RANGE")) {
            body = Rebuild.settings(body, refused(code, body));
        }
        assertThat(texts(write(body).path("updated"))).containsExactly("charge_ceiling");
    }

    private JsonNode write(ObjectNode body) {
        return battery.api().post(200, battery.path() + "/settings", body).data();
    }

    private Answer refused(String code, ObjectNode body) {
        Answer refusal = battery.api().unchecked(422, "POST", battery.path() + "/settings", body.toString());
        assertThat(refusal.code()).as(body.toString()).isEqualTo(code);
        return refusal;
    }

    private static ObjectNode writable(Battery battery) {
        ObjectNode values = Json.object();
        JsonNode settings = battery.read().path("settings");
        for (String name : settings.propertyNames()) {
            JsonNode declared = settings.path(name);
            if (declared.has("min")) {
                values.putObject(name).setAll((ObjectNode) setting(name, declared.path("value"), declared.path("unit"))
                        .path(name));
            }
        }
        return values;
    }

    private static ObjectNode setting(String name, BigDecimal value, JsonNode declared) {
        ObjectNode body = Json.object();
        body.putObject(name).put("value", value).set("unit", declared.path("unit"));
        return body;
    }

    private static ObjectNode setting(String name, JsonNode value, JsonNode unit) {
        ObjectNode body = Json.object();
        body.putObject(name).setAll(Map.of("value", value, "unit", unit));
        return body;
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }
}
