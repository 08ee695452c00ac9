package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a key may do: reading, changing, and everything (contract section 2). */
class ScopesTest {
    private final Api admin = Api.sandbox();
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void revoke() {
        made.forEach(id -> admin.delete(200, "/keys/" + id));
    }

    private Api withScopes(String scopes) {
        var key = admin.post(201, "/keys", Json.object("{'scopes':" + scopes + "}"))
                .data();
        made.add(key.path("id").stringValue());
        return Api.withKey(key.path("key").stringValue());
    }

    @Test
    void readingChangesNothing() {
        Api reading = withScopes("['read']");
        String battery = Batteries.fullFeatured().path();
        reading.get(200, battery);
        reading.get(200, "/actions");
        lacks("write", reading.post(403, battery, Push.of("charge").json()));
        lacks("write", reading.patch(403, battery, Json.object("{'timezone':'UTC'}")));
        lacks("write", reading.post(403, "/actions/act_none/cancel"));
        lacks("admin", reading.get(403, "/keys"));
    }

    @Test
    void changingAloneReadsNothing() {
        Api writing = withScopes("['write']");
        lacks("read", writing.get(403, "/battery"));
        assertThat(writing.post(404, "/actions/act_none/cancel").code()).isEqualTo("ACTION_NOT_FOUND");
    }

    @Test
    void adminIsNeededForTheAccountAndIncludesTheRest() {
        Api usual = withScopes("['read','write']");
        lacks("admin", usual.get(403, "/keys"));
        lacks("admin", usual.post(403, "/keys"));
        lacks("admin", usual.get(403, "/keys/key_none"));
        lacks("admin", usual.delete(403, "/keys/key_none"));
        lacks("admin", usual.get(403, "/audit"));
        lacks("admin", usual.get(403, "/webhook-endpoints"));
        lacks("admin", usual.post(403, "/webhook-endpoints/ep_none/test"));
        usual.get(200, "/events");
        Api all = withScopes("['admin']");
        all.get(200, "/keys");
        all.get(200, "/battery");
        all.post(404, "/actions/act_none/cancel");
    }

    /** Contract section 2, order of refusal: 404 route, 405, 413, 415, 403, 400. */
    @Test
    void aLackingScopeComesAfterTheRouteAndBeforeTheShape() {
        Api reading = withScopes("['read']");
        String battery = Batteries.fullFeatured().path();
        assertThat(reading.unchecked(404, "POST", "/nowhere", "{}").code()).isEqualTo("NOT_FOUND");
        assertThat(reading.unchecked(405, "PUT", battery, "{}").code()).isEqualTo("METHOD_NOT_ALLOWED");
        lacks("write", reading.unchecked(403, "POST", battery, "{\"surprise\":1}"));
        lacks("write", reading.unchecked(403, "POST", battery + "?surprise=1", "{}"));
    }

    @Test
    void theAccountIsNoSingleUsers() {
        Answer refused = admin.forUser("ada@example.com").unchecked(403, "GET", "/keys");
        assertThat(refused.code()).isEqualTo("INSUFFICIENT_PERMISSIONS");
        assertThat(refused.message()).contains("x-user-id");
        assertThat(admin.forUser("nobody").unchecked(403, "GET", "/audit").code())
                .isEqualTo("INSUFFICIENT_PERMISSIONS");
    }

    private static void lacks(String scope, Answer refused) {
        assertThat(refused.code()).isEqualTo("INSUFFICIENT_PERMISSIONS");
        assertThat(refused.details().path("requiredScope").stringValue()).isEqualTo(scope);
    }
}
