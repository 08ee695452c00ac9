package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.ApiDocument;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.RawSocket;
import energy.amps.contract.harness.Repeatable;
import energy.amps.contract.harness.RepositoryFiles;
import energy.amps.contract.harness.Target;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract sections 2 and 12: the document is the surface, and nothing outside the envelope ever reaches a client. */
@ExtendWith(DrainedDevices.class)
class SurfaceTest {
    private static final String HOST = "Host: localhost\r\n";
    private static final String END = "\r\n\r\n";

    private final Api api = Api.sandbox();

    @Test
    void theServedDocumentIsTheOneOfTheRepository() {
        assertThat(Json.parse(Api.document().root().toString()))
                .isEqualTo(Json.parse(RepositoryFiles.openApi().root().toString()));
    }

    @Test
    void everyOperationOfTheDocumentAnswers() {
        Battery battery = Batteries.fullFeatured();
        Map<String, Consumer<String>> calls = new LinkedHashMap<>();
        calls.put("list_battery", path -> api.get(200, path));
        calls.put("get_battery", path -> api.get(200, path));
        calls.put("push_battery", path -> api.post(202, path, Push.of("idle").json()));
        calls.put("update_battery", path -> api.patch(404, path + "0", Json.object("{'timezone':'UTC'}")));
        calls.put(
                "update_battery_settings",
                path -> api.post(
                        404,
                        "/battery/device_0/settings",
                        Json.object("{'charge_ceiling':{'value':90,'unit':'percent'}}")));
        calls.put("unlink_battery", path -> api.delete(404, path + "0"));
        calls.put("list_links", path -> api.get(200, path));
        calls.put(
                "start_link",
                path -> api.post(
                        400, path, Json.object("{'vendor':'x','credentials':{'type':'api_key','apiKey':'x'}}")));
        calls.put("get_link", path -> api.get(404, path));
        calls.put("answer_link_mfa", path -> api.post(404, path, Json.object("{'code':'x'}")));
        calls.put("select_link_devices", path -> api.post(404, path, Json.object("{'devices':['x']}")));
        calls.put("list_users", path -> api.get(200, path));
        calls.put("get_user", path -> api.get(404, path));
        calls.put("erase_user", path -> api.delete(404, path));
        calls.put("get_battery_history", path -> api.get(200, path));
        for (String family : List.of("ev_charger", "hvac", "solar_inverter", "vehicle")) {
            calls.put("list_" + family, path -> api.get(200, path));
            // The id is a battery's: of another family it is nobody's.
            calls.put("get_" + family, path -> api.get(404, path));
            calls.put(
                    "push_" + family,
                    path -> api.post(404, path, Push.of("idle").json()));
            calls.put("get_" + family + "_history", path -> api.get(404, path));
            calls.put("unlink_" + family, path -> api.delete(404, path));
            calls.put("update_" + family, path -> api.patch(404, path, Json.object("{'timezone':'UTC'}")));
        }
        calls.put(
                "update_ev_charger_settings",
                path -> api.post(404, path, Json.object("{'max_charge_rate':{'value':7,'unit':'kw'}}")));
        calls.put("list_actions", path -> api.get(200, path));
        calls.put("get_action", path -> api.get(200, path));
        calls.put("get_action_timeline", path -> api.get(200, path));
        calls.put("cancel_action", path -> api.post(409, path));
        calls.put("end_action", path -> api.post(409, path));
        calls.put("list_keys", path -> api.get(200, path));
        calls.put(
                "create_key", path -> api.post(201, path, Json.object("{'name':'of the surface','scopes':['read']}")));
        calls.put("get_key", path -> api.get(404, path));
        calls.put("revoke_key", path -> api.delete(404, path));
        calls.put("list_audit", path -> api.get(200, path));
        calls.put("get_battery_schedule", path -> api.get(404, path));
        calls.put(
                "set_battery_schedule",
                path -> api.put(200, path, Json.object("{'slots':[{'at':'2030-01-01T00:00:00Z','command':'idle'}]}")));
        for (String family : List.of("ev_charger", "hvac")) {
            calls.put("get_" + family + "_schedule", path -> api.get(404, path));
            calls.put("set_" + family + "_schedule", path -> api.put(404, path, Json.object(Repeatable.ONCE)));
            calls.put("clear_" + family + "_schedule", path -> api.delete(404, path));
        }
        calls.put("clear_battery_schedule", path -> api.delete(200, path));
        calls.put("list_schedules", path -> api.get(200, path));
        calls.put("get_schedule", path -> api.get(404, path));
        calls.put("list_schedule_occurrences", path -> api.get(404, path));
        calls.put("get_sandbox_clock", path -> api.get(200, path));
        calls.put("turn_sandbox_clock", path -> Api.live().post(404, path, Json.object("{'advance':'PT1H'}")));
        calls.put("list_webhook_endpoints", path -> api.get(200, path));
        calls.put("create_webhook_endpoint", path -> api.post(422, path, Json.object("{'url':'http://10.0.0.1/'}")));
        calls.put("get_webhook_endpoint", path -> api.get(404, path));
        calls.put("update_webhook_endpoint", path -> api.patch(404, path, Json.object("{'enabled':false}")));
        calls.put("delete_webhook_endpoint", path -> api.delete(404, path));
        calls.put("rotate_webhook_secret", path -> api.post(404, path));
        calls.put("test_webhook_endpoint", path -> api.post(404, path));
        calls.put("list_webhook_attempts", path -> api.get(404, path));
        calls.put("resend_webhook", path -> api.post(404, path, Json.object("{'eventId':'evt_0'}")));
        calls.put("replay_webhooks", path -> api.post(404, path, Json.object("{'failed':true}")));
        calls.put("list_events", path -> api.get(200, path));
        // It would never end; WebhooksTest reads one.
        calls.put("stream_events", path -> api.forUser("user_0").get(403, path));
        calls.put("list_event_types", path -> api.get(200, path));
        calls.put("get_liveness", path -> Api.withoutKey().get(200, path));
        calls.put("get_readiness", path -> Api.withoutKey().get(200, path));
        calls.put("get_vendor_health", path -> api.get(200, path));
        calls.put("get_openapi_document", path -> Api.withoutKey().get(200, path));

        String action = battery.completes(Push.of("idle")).path("id").stringValue();
        ApiDocument document = Api.document();
        Set<String> documented = new TreeSet<>();
        for (String template : document.templates()) {
            String path = template.replace("{deviceId}", battery.id())
                    .replace("{actionId}", action)
                    .replaceAll("\\{\\w+}", "x_1");
            for (String method : document.methods(template)) {
                String pointer = document.operation(method, path).orElseThrow().pointer();
                String operation = document.at(pointer + "/operationId").stringValue();
                documented.add(operation);
                calls.get(operation).accept(path);
            }
        }
        assertThat(documented).isEqualTo(new TreeSet<>(calls.keySet()));
    }

    @Test
    void everyOtherMethodOfADocumentedPathIsNotAllowedAndTheAnswerSaysWhichAre() {
        for (String template : Api.document().templates()) {
            String path = template.replaceAll("\\{\\w+}", "x_1");
            Set<String> allowed = new TreeSet<>(Api.document().methods(template));
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                if (!allowed.contains(method)) {
                    Answer answer = api.unchecked(405, method, path);
                    assertThat(answer.code()).isEqualTo("METHOD_NOT_ALLOWED");
                    assertThat(new TreeSet<>(Arrays.asList(answer.headers()
                                    .firstValue("allow")
                                    .orElse("")
                                    .split(",\\s*", -1))))
                            .as("%s %s", method, template)
                            .isEqualTo(allowed);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nowhere",
                "/Battery",
                "/batteries",
                "/battery/",
                "//battery",
                "/battery//",
                "/actions/a/b/c",
                "/battery/a/b",
                "/battery/a/settings/b",
                "/battery/%2e%2e/actions",
                "/health",
                "/openapi",
                "/openapi/openapi.yaml",
                "/battery%0d%0a",
                "/ev-chargers",
                "/ev_charger",
                "/hvac/a/settings",
                "/vehicle/a/settings",
                "/solar-inverter/a/settings",
                "/admin",
                "/metrics"
            })
    void anUnknownPathIsNotFound(String path) {
        assertThat(api.unchecked(404, "GET", path).code()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%00", "%ff", "%zz", "..", "%2e%2e", "%27%3b--", "%f0%9f%94%8b", "a%2fb", "device_%0d%0a", "*"})
    void anIdThatNoIdCanBeIsRefusedLikeAnyOther(String id) throws IOException {
        for (String path : List.of("/battery/" + id, "/actions/" + id)) {
            String answer =
                    RawSocket.exchange("GET " + path + " HTTP/1.1\r\n" + HOST + key() + "Connection: close" + END);
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 40[04] .*");
            assertEnveloped(answer);
        }
    }

    @Test
    void healthNeedsNoKeyAndDoesNotMindOne() {
        for (String path : List.of("/health/live", "/health/ready")) {
            assertThat(Api.withoutKey().get(200, path).data().path("status").stringValue())
                    .isEqualTo("up");
            assertThat(api.get(200, path).data().path("status").stringValue()).isEqualTo("up");
        }
    }

    /** Requests that are no HTTP, or no HTTP that can be trusted. */
    static Stream<String> nastyRequests() {
        return Stream.of(
                "GARBAGE" + END,
                "GET" + END,
                "GET /battery" + END,
                "GET /battery HTTP/9.9\r\n" + HOST + "\r\n",
                "GET /battery HTTP/x\r\n" + HOST + "\r\n",
                "GET /bat tery HTTP/1.1\r\n" + HOST + "\r\n",
                "GE\0T /battery HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /battery HTTP/1.1\r\n" + HOST + "no colon here" + END,
                "GET /battery HTTP/1.1\r\n" + HOST + ": no name" + END,
                "GET /battery HTTP/1.1\r\n" + HOST + "sp ace: value" + END,
                "GET /battery HTTP/1.1\r\n" + HOST + "x: a\0b" + END,
                "POST /battery/a HTTP/1.1\r\n" + HOST + "Content-Length: -1" + END,
                "POST /battery/a HTTP/1.1\r\n" + HOST + "Content-Length: ten" + END,
                "POST /battery/a HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999999999999" + END,
                "GET /battery HTTP/1.1\r\n" + HOST + "x: " + "y".repeat(100_000) + END,
                "GET /" + "y".repeat(100_000) + " HTTP/1.1\r\n" + HOST + "\r\n",
                "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + "\u0000".repeat(64) + END);
    }

    @ParameterizedTest
    @MethodSource("nastyRequests")
    void bytesThatAreNoRequestGetAnEnvelopedRefusal(String request) throws IOException {
        assertEnvelopedRefusal(RawSocket.exchange(request));
    }

    /** HTTP whose body is broken; with a key, so that the body is what is looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "-1\r\n\r\n", "5\r\n{}\r\n0\r\n\r\n"})
    void aBrokenChunkGetsAnEnvelopedRefusal(String chunks) throws IOException {
        assertEnvelopedRefusal(RawSocket.exchange("POST /battery/device_x HTTP/1.1\r\n" + HOST + key()
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked" + END + chunks));
    }

    @Test
    void aBodyThatEndsTooSoonNeverHangsAndNeverCounts() throws IOException {
        Battery battery = Batteries.fullFeatured();
        String answer = RawSocket.exchange("POST " + battery.path() + " HTTP/1.1\r\n" + HOST + key()
                + "Content-Type: application/json\r\nContent-Length: 500" + END
                + Push.of("idle").start("20h").json());
        // The client went away in the middle: an answer is a courtesy, but what is sent must be enveloped.
        if (!answer.isEmpty()) {
            assertEnvelopedRefusal(answer);
        }
        assertThat(battery.unfinished()).isEmpty();
    }

    @Test
    void aHalfRequestAfterAWholeOneDoesNotSpoilTheFirst() throws IOException {
        String answers = RawSocket.exchange("GET /health/live HTTP/1.1\r\n" + HOST + "\r\nGARBAGE" + END);
        assertThat(answers).startsWith("HTTP/1.1 200").contains("\"status\":\"up\"");
        assertEnvelopedRefusal(answers.substring(answers.indexOf("HTTP/1.1", 1)));
    }

    private static String key() {
        return "x-api-key: " + Target.current().apiKey() + "\r\n";
    }

    private static void assertEnvelopedRefusal(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(assertEnveloped(answer).at("/error/code").stringValue()).isEqualTo("VALIDATION_ERROR");
    }

    private static JsonNode assertEnveloped(String answer) {
        int body = answer.indexOf(END);
        assertThat(body).as(answer).isPositive();
        assertThat(answer.substring(0, body).toLowerCase(Locale.ROOT)).contains("content-type: application/json");
        JsonNode envelope = Json.parse(answer.substring(body + END.length()));
        assertThat(Api.document().violations("/components/schemas/ErrorEnvelope", envelope))
                .as(answer)
                .isEmpty();
        assertThat(answer).doesNotContain("Exception", "\tat ", "io.helidon");
        return envelope;
    }
}
