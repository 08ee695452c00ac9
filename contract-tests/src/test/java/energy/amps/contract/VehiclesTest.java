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

/** Contract sections 1, 3, 4 and 11 for vehicles, which are read-only. */
class VehiclesTest {
    private static final String EVERY = "vehicle";

    private final Api api = Api.sandbox();

    @Test
    void itReportsItsStateAndNothingOfCommands() {
        for (Device device : Household.all(EVERY)) {
            JsonNode read = device.read();
            assertThat(read.path("state").propertyNames())
                    .contains(
                            "batteryLevel",
                            "range",
                            "plugged",
                            "charging",
                            "fullyCharged",
                            "batteryCapacity",
                            "chargeLimit",
                            "chargeRate");
            assertThat(read.propertyNames())
                    .doesNotContain("commands", "conflictStrategies", "lastAction", "currentSchedule", "settings");
        }
        assertThat(Household.all(EVERY)).hasSizeGreaterThanOrEqualTo(2);
    }

    /** Contract section 11: at home and plugged in from 21 to 09 UTC. */
    @Test
    void itIsPluggedAtNight() {
        for (Device device : Household.all(EVERY)) {
            Answer read = api.get(200, device.path());
            int hour = read.at().atZone(ZoneOffset.UTC).getHour();
            JsonNode state = read.data().path("state");
            assertThat(state.path("plugged").booleanValue()).isEqualTo(hour < 9 || hour >= 21);
            assertThat(state.has("chargeTimeRemaining"))
                    .isEqualTo(state.path("charging").booleanValue());
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
        api.post(404, "/vehicle/device_nosuchdevice", Push.of("charge").json());
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
