package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Device;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Household;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Contract sections 3, 4, 5 and 11 for heating and cooling. */
@ExtendWith(DrainedDevices.class)
class HvacTest {
    private static final String EVERY = "hvac";

    private final Api api = Api.sandbox();
    private final Device pump = Household.taking(EVERY, "cool", "immediate", "scheduled", "windowed");

    @Test
    void everyDeviceReportsItsStateInCelsius() {
        for (Device device : Household.all(EVERY)) {
            JsonNode read = device.read();
            assertThat(read.has("settings")).isFalse();
            assertThat(read.path("state").propertyNames()).contains("temperature", "active", "holdType", "mode");
            assertThat(read.at("/state/temperature").doubleValue()).isBetween(5.0, 35.0);
        }
    }

    @Test
    void aCommandHoldsUntilTheProgrammeIsFollowedAgain() {
        pump.completes(Push.of("heat").with("target", 22, "celsius"));
        JsonNode state = pump.state();
        assertThat(state.path("mode").stringValue()).isEqualTo("heat");
        assertThat(state.path("holdType").stringValue()).isEqualTo("permanent");
        assertThat(state.path("heatSetpoint").doubleValue()).isEqualTo(22);
        assertThat(state.has("coolSetpoint")).isFalse();

        pump.completes(Push.of("cool").with("target", 18, "celsius"));
        assertThat(pump.state().path("coolSetpoint").doubleValue()).isEqualTo(18);
        pump.completes(Push.of("auto").with("heatSetpoint", 19, "celsius").with("coolSetpoint", 24, "celsius"));
        assertThat(pump.state().path("mode").stringValue()).isEqualTo("auto");
        pump.completes(Push.of("idle"));
        assertThat(pump.state().path("mode").stringValue()).isEqualTo("off");
        assertThat(pump.state().path("active").booleanValue()).isFalse();

        pump.completes(Push.of("follow_schedule"));
        assertThat(pump.state().path("holdType").stringValue()).isEqualTo("follow_schedule");
    }

    @Test
    void followScheduleIsImmediateOnly() {
        for (Device device : Household.all(EVERY)) {
            if (device.read().path("commands").has("follow_schedule")) {
                Answer refused = device.refuses(422, Push.of("follow_schedule").start("2h"));
                assertThat(refused.code()).isEqualTo("EXECUTION_NOT_SUPPORTED");
                assertThat(refused.details().path("supportedExecution").get(0).stringValue())
                        .isEqualTo("immediate");
            }
        }
    }

    @Test
    void whatACommandNeedsIsRequired() {
        for (Push push :
                new Push[] {Push.of("heat"), Push.of("cool"), Push.of("auto").with("heatSetpoint", 19, "celsius")}) {
            assertThat(pump.refuses(400, push).code()).isEqualTo("VALIDATION_ERROR");
        }
    }

    @Test
    void theHeatSetpointMayNotLieAboveTheCoolSetpoint() {
        Answer refused = pump.refuses(
                422, Push.of("auto").with("heatSetpoint", 25, "celsius").with("coolSetpoint", 20, "celsius"));
        assertThat(refused.code()).isEqualTo("PARAMETER_OUT_OF_RANGE");
        assertThat(refused.details().path("max").doubleValue()).isEqualTo(20);
    }

    @Test
    void aDeviceThatCountsInFahrenheitIsToldInFahrenheitAndReadInCelsius() {
        Device american =
                Household.first(EVERY, "in fahrenheit", read -> read.at("/commands/heat/parameters/target/unit")
                        .asString("")
                        .equals("fahrenheit"));
        Answer refused = american.refuses(422, Push.of("heat").with("target", 20, "celsius"));
        assertThat(refused.code()).isEqualTo("UNSUPPORTED_UNIT");
        american.completes(Push.of("heat").with("target", 68, "fahrenheit"));
        assertThat(american.state().path("heatSetpoint").doubleValue()).isEqualTo(20);
    }

    @Test
    void aDeviceThatCanOnlyQueueSaysSo() {
        Device queueing = Household.first(EVERY, "that can only queue", read -> read.path("conflictStrategies")
                .toString()
                .equals("[\"queue_after\"]"));
        Push later = Push.of("idle").start("20h").end(queueing.now().plusSeconds(21 * 3600));
        queueing.accepts(later);
        Answer conflict = queueing.refuses(409, Push.of("idle").start("23h"));
        assertThat(conflict.details().path("strategies").toString()).isEqualTo("[\"queue_after\"]");
        assertThat(queueing.refuses(422, Push.of("idle").start("23h").onConflict("cancel_and_replace"))
                        .code())
                .isEqualTo("STRATEGY_NOT_SUPPORTED");
    }

    @Test
    void thereAreNoSettings() {
        api.unchecked(
                404,
                "POST",
                pump.path() + "/settings",
                Json.object("{'x':{'value':1,'unit':'kw'}}").toString());
    }
}
