package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Operator;
import energy.amps.contract.harness.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The audit log of an account of its own. */
class AuditTest {
    private final Operator operator = Operator.found().orElseThrow();
    private String customer;
    private Api api;

    @BeforeEach
    void open() {
        customer = operator.customer(true);
        api = Api.at(Target.current(), operator.key(customer, "sandbox"));
    }

    @Test
    void keysThatAreMadeAndRevokedAreTold() {
        JsonNode made = api.post(201, "/keys", Json.object("{'name':'told','scopes':['read']}"))
                .data();
        String id = made.path("id").stringValue();
        api.delete(200, "/keys/" + id);
        api.delete(200, "/keys/" + id);
        List<JsonNode> lines = lines("");
        assertThat(lines.stream().map(line -> line.path("action").stringValue()))
                .containsExactly("key.revoked", "key.created", "key.created", "customer.created");
        assertThat(lines.get(0).path("subject").stringValue()).isEqualTo(id);
        assertThat(lines.get(0).path("actor").stringValue()).isEqualTo("key");
        assertThat(lines.get(1).at("/details/name").stringValue()).isEqualTo("told");
        assertThat(lines.get(2).path("actor").stringValue()).isEqualTo("operator");
        assertThat(lines.get(2).path("keyId").isNull()).isTrue();
        assertThat(lines.toString()).doesNotContain(made.path("key").stringValue());
    }

    @Test
    void whatTheOperatorDoesIsTold() {
        operator.call(200, "POST", "/admin/customers/" + customer + "/disable-live");
        operator.call(200, "POST", "/admin/customers/" + customer + "/disable-live");
        operator.call(200, "POST", "/admin/customers/" + customer + "/enable-live");
        operator.call(200, "POST", "/admin/customers/" + customer + "/disable");
        operator.call(200, "POST", "/admin/customers/" + customer + "/enable");
        assertThat(lines("").stream().limit(4).map(line -> line.path("action").stringValue()))
                .containsExactly(
                        "customer.enabled", "customer.disabled", "customer.live_enabled", "customer.live_disabled");
    }

    /** In the demo's account, which has devices. */
    @Test
    void whatIsChangedOnADeviceIsTold() {
        Battery battery = Batteries.fullFeatured();
        String zone = battery.read().path("timezone").stringValue();
        Api.sandbox().patch(200, battery.path(), Json.object("{'timezone':'Europe/Paris'}"));
        Api.sandbox().patch(200, battery.path(), Json.object("{'timezone':'" + zone + "'}"));
        Api.sandbox()
                .post(
                        200,
                        battery.path() + "/settings",
                        Json.object("{'charge_ceiling':{'value':100,'unit':'percent'}}"));
        JsonNode items = Api.sandbox().get(200, "/audit?limit=3").data().path("items");
        assertThat(items.valueStream().map(line -> line.path("action").stringValue()))
                .containsExactly("device.settings_written", "device.timezone_changed", "device.timezone_changed");
        assertThat(items.at("/0/details/settings").toString()).isEqualTo("[\"charge_ceiling\"]");
        assertThat(items.at("/2/details/timezone").stringValue()).isEqualTo("Europe/Paris");
        assertThat(items.at("/2/subject").stringValue()).isEqualTo(battery.id());
    }

    @Test
    void linesAreFilteredAndPaged() {
        api.post(201, "/keys");
        api.post(201, "/keys");
        String own = lines("").getFirst().path("keyId").stringValue();
        assertThat(lines("&action=key.created")).hasSize(3);
        assertThat(lines("&action=key.created&keyId=" + own)).hasSize(2);
        assertThat(lines("&keyId=key_none")).isEmpty();
        JsonNode page = api.get(200, "/audit?limit=1").data();
        assertThat(page.at("/pagination/total").asInt()).isEqualTo(4);
        JsonNode next = api.get(
                        200,
                        "/audit?limit=1&cursor="
                                + page.at("/pagination/nextCursor").stringValue())
                .data();
        assertThat(next.at("/items/0/id").stringValue())
                .isLessThan(page.at("/items/0/id").stringValue());
        assertThat(api.unchecked(400, "GET", "/audit?surprise=1").code()).isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void eachEnvironmentHasItsOwn() {
        api.post(201, "/keys");
        Api live = Api.at(Target.current(), operator.key(customer, "live"));
        assertThat(Stream.of(live.get(200, "/audit").data().path("items"))
                        .flatMap(JsonNode::valueStream)
                        .map(line -> line.path("action").stringValue()))
                .containsExactly("key.created", "customer.created");
    }

    private List<JsonNode> lines(String filter) {
        return api.get(200, "/audit?limit=50" + filter)
                .data()
                .path("items")
                .valueStream()
                .toList();
    }
}
