package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contract section 2, the order of refusal: each test breaks two neighbours at once and sees the first. */
@ExtendWith(DrainedDevices.class)
class OrderOfRefusalTest {
    private static final String MISSING = "/battery/device_nosuchdevice";
    private static final String TOO_LARGE = "x".repeat(70_000);

    private final Api api = Api.sandbox();

    @Test
    void theKeyComesBeforeTheRoute() {
        assertCode("UNAUTHORIZED", Api.withoutKey().unchecked(401, "GET", "/nowhere"));
        assertCode("UNAUTHORIZED", Api.withoutKey().unchecked(401, "DELETE", "/battery"));
        assertCode("UNAUTHORIZED", plain(Api.withoutKey(), 401, "POST", MISSING, TOO_LARGE));
    }

    @Test
    void theRouteComesBeforeTheMethodAndTheBody() {
        assertCode("NOT_FOUND", plain(api, 404, "DELETE", "/nowhere", TOO_LARGE));
        assertCode("NOT_FOUND", api.unchecked(404, "GET", "/nowhere?color=red"));
    }

    @Test
    void theMethodComesBeforeTheSize() {
        assertCode("METHOD_NOT_ALLOWED", plain(api, 405, "PUT", MISSING, TOO_LARGE));
    }

    @Test
    void theSizeComesBeforeTheType() {
        assertCode("PAYLOAD_TOO_LARGE", plain(api, 413, "POST", MISSING, TOO_LARGE));
    }

    @Test
    void theTypeComesBeforeTheShape() {
        assertCode("UNSUPPORTED_MEDIA_TYPE", plain(api, 415, "POST", MISSING, "nonsense"));
    }

    @Test
    void theShapeComesBeforeTheResource() {
        assertCode("VALIDATION_ERROR", api.unchecked(400, "POST", MISSING, "{}"));
        assertCode("VALIDATION_ERROR", api.unchecked(400, "POST", MISSING + "/settings", "{}"));
        assertCode("VALIDATION_ERROR", api.unchecked(400, "GET", MISSING + "?color=red"));
        assertCode("VALIDATION_ERROR", api.unchecked(400, "POST", "/actions/act_nosuchaction/cancel", "[]"));
    }

    @Test
    void theResourceComesBeforeWhatItCanDo() {
        assertCode("DEVICE_NOT_FOUND", api.unchecked(404, "POST", MISSING, push("fly")));
        assertCode(
                "DEVICE_NOT_FOUND",
                api.unchecked(404, "POST", MISSING + "/settings", "{\"colour\":{\"value\":1,\"unit\":\"kw\"}}"));
    }

    @Test
    void whatItCanDoComesBeforeTheConflict() {
        Battery battery = Batteries.fullFeatured();
        battery.accepts(Push.of("idle").start("20h"));
        assertCode("UNSUPPORTED_MODE", api.unchecked(422, "POST", battery.path(), push("fly")));
        assertCode("CONFLICT", api.unchecked(409, "POST", battery.path(), push("idle")));
    }

    private static String push(String command) {
        return Push.of(command).json().toString();
    }

    private static Answer plain(Api api, int expected, String method, String path, String body) {
        return api.unchecked(expected, method, path, "text/plain", BodyPublishers.ofString(body));
    }

    private static void assertCode(String code, Answer answer) {
        assertThat(answer.code()).isEqualTo(code);
    }
}
