package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Device;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Household;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Contract sections 3, 4, 5, 7 and 11 for EV chargers. */
@ExtendWith(DrainedDevices.class)
class EvChargersTest {
    private static final String EVERY = "ev-charger";

    private final Api api = Api.sandbox();
    private final Device smart = Household.taking(EVERY, "charge", "immediate", "scheduled", "windowed");

    @Test
    void aChargerReportsItsState() {
        for (Device charger : Household.all(EVERY)) {
            JsonNode state = charger.state();
            assertThat(state.propertyNames())
                    .contains("status", "isConnected", "isCharging", "currentPower", "maxCurrent", "powerRateLimit");
            assertThat(state.path("isCharging").booleanValue())
                    .isEqualTo(state.path("status").stringValue().equals("charging"));
            assertThat(state.has("sessionEnergy")).isEqualTo(state.has("sessionStartedAt"));
        }
    }

    @Test
    void chargersDifferInWhatTheyTake() {
        Set<JsonNode> commands = new HashSet<>();
        Household.all(EVERY).forEach(charger -> commands.add(charger.read().path("commands")));
        assertThat(commands).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void idleHoldsBackAndChargeLimitsPower() {
        smart.completes(Push.of("idle"));
        JsonNode held = smart.state();
        assertThat(held.path("isCharging").booleanValue()).isFalse();
        assertThat(held.path("currentPower").doubleValue()).isZero();
        assertThat(held.path("status").stringValue()).isIn("available", "connected", "paused");

        smart.completes(Push.of("charge").with("power", 3.6, "kw"));
        JsonNode limited = smart.state();
        assertThat(limited.path("powerRateLimit").doubleValue()).isEqualTo(3.6);
        assertThat(limited.path("currentPower").doubleValue()).isLessThanOrEqualTo(3.6);
    }

    /** The only vehicles of an account that a smart charger charges show what it does. */
    @Test
    void aVehicleShowsWhatItsChargerDoes() {
        smart.completes(Push.of("idle"));
        long charging = chargingVehicles();
        smart.completes(Push.of("charge").with("power", 2, "kw"));
        JsonNode state = smart.state();

        assertThat(chargingVehicles() - charging)
                .isEqualTo(state.path("isCharging").booleanValue() ? 1 : 0);
        if (state.path("isCharging").booleanValue()) {
            assertThat(Household.all("vehicle")).anySatisfy(vehicle -> assertThat(
                            vehicle.state().path("chargeRate").doubleValue())
                    .isEqualTo(1.8));
        }
    }

    private static long chargingVehicles() {
        return Household.all("vehicle").stream()
                .filter(vehicle -> vehicle.state().path("charging").booleanValue())
                .count();
    }

    @Test
    void theRateIsASettingAndBindsEveryCharge() {
        String path = smart.path() + "/settings";
        JsonNode written = api.post(200, path, Json.object("{'max_charge_rate':{'value':5,'unit':'kw'}}"))
                .data();
        assertThat(written.path("updated").get(0).stringValue()).isEqualTo("max_charge_rate");
        smart.completes(Push.of("charge"));
        assertThat(smart.state().path("powerRateLimit").doubleValue()).isEqualTo(5);
        assertThat(smart.read().at("/settings/max_charge_rate/value").doubleValue())
                .isEqualTo(5);

        Answer high = api.post(422, path, Json.object("{'max_charge_rate':{'value':51,'unit':'kw'}}"));
        assertThat(high.code()).isEqualTo("SETTING_OUT_OF_RANGE");
        Answer unit = api.post(422, path, Json.object("{'max_charge_rate':{'value':16,'unit':'amps'}}"));
        assertThat(unit.code()).isEqualTo("UNSUPPORTED_UNIT");
        Answer battery = api.unchecked(422, "POST", path, "{\"charge_ceiling\":{\"value\":50,\"unit\":\"percent\"}}");
        assertThat(battery.code()).isEqualTo("UNSUPPORTED_SETTING");
        api.post(200, path, Json.object("{'max_charge_rate':{'value':11,'unit':'kw'}}"));
    }

    @Test
    void whatAChargerDoesNotDeclareItRefuses() {
        Device simple = Household.first(EVERY, "that is immediate only", read -> Household.executions(read, "charge")
                .equals(Set.of("immediate")));
        assertThat(simple.refuses(422, Push.of("charge").with("power", 3, "kw")).code())
                .isEqualTo("UNSUPPORTED_PARAMETER");
        assertThat(simple.refuses(422, Push.of("charge").start("2h")).code()).isEqualTo("EXECUTION_NOT_SUPPORTED");
        assertThat(simple.read().path("conflictStrategies").isEmpty()).isTrue();
        assertThat(simple.refuses(422, Push.of("charge").onConflict("queue_after"))
                        .code())
                .isEqualTo("STRATEGY_NOT_SUPPORTED");
        assertThat(smart.refusesUnknown(422, Push.of("discharge")).code()).isEqualTo("UNSUPPORTED_MODE");
        Device meter = Household.first(
                EVERY, "that can only be read", read -> read.path("commands").isEmpty());
        assertThat(meter.refuses(422, Push.of("charge")).code()).isEqualTo("COMMAND_NOT_SUPPORTED");
        assertThat(api.post(422, meter.path() + "/settings", Json.object("{'max_charge_rate':{'value':3,'unit':'kw'}}"))
                        .code())
                .isEqualTo("READ_ONLY_SETTING");
    }

    @Test
    void theControlsOfAPushWorkAsOnABattery() {
        String failed = smart.accepts(Push.of("idle").sandbox("{'error':'DEVICE_OFFLINE'}"))
                .path("id")
                .stringValue();
        assertThat(smart.awaitTerminal(failed).path("errorCode").stringValue()).isEqualTo("DEVICE_OFFLINE");
        String lost = smart.accepts(Push.of("idle").sandbox("{'timeoutAfterApply':true}"))
                .path("id")
                .stringValue();
        assertThat(smart.awaitTerminal(lost).path("state").stringValue()).isEqualTo("completed");
    }

    @Test
    void aListItemHasNoSettings() {
        api.get(200, "/ev-charger?limit=50").data().path("items").forEach(item -> assertThat(item.has("settings"))
                .isFalse());
        assertThat(smart.read().path("settings").has("max_charge_rate")).isTrue();
    }
}
