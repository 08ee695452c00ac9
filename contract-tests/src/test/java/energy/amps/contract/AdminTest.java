package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Operator;
import energy.amps.contract.harness.Target;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The operator's side, over the management port. */
class AdminTest {
    private final Operator operator = Operator.found().orElseThrow();

    @Test
    void withoutTheTokenNothingIsToBeLearnt() {
        Operator stranger = operator.withToken(Optional.empty());
        Answer none = stranger.call(401, "GET", "/admin/customers");
        assertThat(none.code()).isEqualTo("UNAUTHORIZED");
        assertThat(none.json().at("/meta/path").stringValue()).isEqualTo("/admin/customers");
        stranger.call(401, "GET", "/admin/nowhere");
        stranger.call(401, "DELETE", "/admin/customers");
        assertThat(operator.withToken(Optional.of("wrong".repeat(9)))
                        .call(401, "GET", "/admin/customers")
                        .code())
                .isEqualTo("INVALID_API_KEY");
        operator.withToken(Optional.of(Target.current().apiKey())).call(401, "GET", "/admin/customers");
        assertThat(Api.withKey(Target.current().adminToken().orElseThrow())
                        .unchecked(401, "GET", "/admin/customers")
                        .code())
                .isEqualTo("INVALID_API_KEY");
        Api.sandbox().unchecked(404, "GET", "/admin/customers");
    }

    @Test
    void refusalsComeInTheOrderOfTheApi() {
        assertThat(operator.call(404, "GET", "/admin/nowhere").code()).isEqualTo("NOT_FOUND");
        assertThat(operator.call(405, "DELETE", "/admin/customers").headers().firstValue("allow"))
                .hasValue("GET, POST");
        assertThat(operator.call(413, "POST", "/admin/customers", "x".repeat(70_000))
                        .code())
                .isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(operator.call(400, "POST", "/admin/customers", "{\"nam\":1}").code())
                .isEqualTo("VALIDATION_ERROR");
        assertThat(operator.call(400, "POST", "/admin/customers/cus_none/keys", "{\"environment\":\"test\"}")
                        .code())
                .isEqualTo("VALIDATION_ERROR");
        assertThat(operator.call(404, "POST", "/admin/customers/cus_none/disable")
                        .code())
                .isEqualTo("NOT_FOUND");
        operator.call(404, "POST", "/admin/customers/cus_none/keys", "{\"environment\":\"live\"}");
    }

    @Test
    void customersAreMadeAndListed() {
        String customer = operator.customer(false);
        Answer read = operator.call(200, "GET", "/admin/customers/" + customer);
        assertThat(read.data().path("liveEnabled").asBoolean()).isFalse();
        assertThat(read.data().path("disabledAt").isNull()).isTrue();
        String found = "";
        String cursor = "";
        do {
            Answer page = operator.call(200, "GET", "/admin/customers" + cursor);
            found += page.text();
            cursor = "?cursor=" + page.data().path("nextCursor").asString("");
        } while (cursor.length() > "?cursor=".length());
        assertThat(found).contains(customer);
    }

    @Test
    void liveIsShutAndOpened() {
        String customer = operator.customer(false);
        Api live = Api.at(Target.current(), operator.key(customer, "live"));
        Api sandbox = Api.at(Target.current(), operator.key(customer, "sandbox"));
        assertThat(live.get(403, "/battery").code()).isEqualTo("LIVE_ACCESS_DISABLED");
        sandbox.get(200, "/battery");
        operator.call(200, "POST", "/admin/customers/" + customer + "/enable-live");
        live.get(200, "/battery");
        operator.call(200, "POST", "/admin/customers/" + customer + "/disable-live");
        assertThat(live.get(403, "/battery").code()).isEqualTo("LIVE_ACCESS_DISABLED");
        sandbox.get(200, "/battery");
    }

    @Test
    void aDisabledCustomersKeysOpenNothing() {
        String customer = operator.customer(true);
        Api sandbox = Api.at(Target.current(), operator.key(customer, "sandbox"));
        sandbox.get(200, "/battery");
        Answer disabled = operator.call(200, "POST", "/admin/customers/" + customer + "/disable");
        assertThat(disabled.data().path("disabledAt").isNull()).isFalse();
        Answer refused = sandbox.get(403, "/battery");
        assertThat(refused.code()).isEqualTo("INSUFFICIENT_PERMISSIONS");
        assertThat(refused.message()).contains("disabled");
        operator.call(200, "POST", "/admin/customers/" + customer + "/enable");
        sandbox.get(200, "/battery");
    }
}
