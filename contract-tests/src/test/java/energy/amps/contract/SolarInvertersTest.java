package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Device;
import energy.amps.contract.harness.Household;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Contract sections 1, 3, 4 and 11 for solar inverters, which are read-only. */
class SolarInvertersTest {
    private static final String EVERY = "solar-inverter";

    private final Api api = Api.sandbox();

    @Test
    void itReportsItsStateAndNothingOfCommands() {
        for (Device device : Household.all(EVERY)) {
            JsonNode read = device.read();
            assertThat(read.path("state").propertyNames())
                    .contains("status", "currentPower", "producing", "energyTotal");
            assertThat(read.propertyNames())
                    .doesNotContain("commands", "conflictStrategies", "lastAction", "currentSchedule", "settings");
        }
        assertThat(Household.all(EVERY)).hasSizeGreaterThanOrEqualTo(2);
    }

    /** Contract section 11: no sun from 18 to 06 UTC. */
    @Test
    void itProducesByDay() {
        for (Device device : Household.all(EVERY)) {
            Answer read = api.get(200, device.path());
            int hour = read.at().atZone(ZoneOffset.UTC).getHour();
            JsonNode state = read.data().path("state");
            boolean night = hour < 6 || hour >= 18;
            assertThat(state.path("status").stringValue().equals("night")).isEqualTo(night);
            assertThat(state.path("producing").booleanValue())
                    .isEqualTo(state.path("currentPower").doubleValue() > 0);
            if (night) {
                assertThat(state.path("currentPower").doubleValue()).isZero();
            }
        }
    }

    @Test
    void aPushIsRefusedForTheFamily() {
        Device device = Household.all(EVERY).getFirst();
        for (Push push :
                new Push[] {Push.of("charge"), Push.of("idle").start("2h").onConflict("queue_after")}) {
            assertThat(device.refuses(422, push).code()).isEqualTo("DIRECT_ACTION_UNSUPPORTED");
        }
        assertThat(device.refusesUnknown(400, Push.of("charge").without("command"))
                        .code())
                .isEqualTo("VALIDATION_ERROR");
        api.post(404, "/solar-inverter/device_nosuchdevice", Push.of("charge").json());
    }

    @Test
    void itsTimezoneCanBeSet() {
        Device device = Household.all(EVERY).getFirst();
        JsonNode before = device.read().path("timezone");
        JsonNode changed = api.patch(200, device.path(), Json.object("{'timezone':'Asia/Tokyo'}"))
                .data();
        assertThat(changed.path("timezone").stringValue()).isEqualTo("Asia/Tokyo");
        api.patch(200, device.path(), Json.object().set("timezone", before));
    }

    @Test
    void itIsOfNoOtherFamily() {
        Device device = Household.all(EVERY).getFirst();
        Answer answer = api.get(404, "/battery/" + device.id());
        assertThat(answer.code()).isEqualTo("DEVICE_NOT_FOUND");
    }
}
