package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.contract.harness.Account;
import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.Receiver;
import energy.amps.contract.harness.Repeatable;
import energy.amps.contract.harness.Target;
import energy.amps.contract.harness.Verifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract section 9. */
@ExtendWith(DrainedDevices.class)
class WebhooksTest {
    private static final String ALL = "/webhook-endpoints";

    private final Api api = Api.sandbox();
    private final Receiver receiver = new Receiver();
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void close() {
        made.forEach(id -> api.delete(200, ALL + "/" + id));
        receiver.close();
    }

    private JsonNode endpoint(String more) {
        JsonNode data = api.post(201, ALL, Json.object("{'url':'" + receiver.url() + "'" + more + "}"))
                .data();
        made.add(data.path("id").stringValue());
        return data;
    }

    private String path(JsonNode endpoint) {
        return ALL + "/" + endpoint.path("id").stringValue();
    }

    private Receiver.Message awaitMessage(String type) {
        await().atMost(Duration.ofSeconds(30)).until(() -> receiver.messages().stream()
                .anyMatch(m -> m.header("amps-event-type").equals(type)));
        return receiver.messages().stream()
                .filter(m -> m.header("amps-event-type").equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> headers(Receiver.Message message, String family) {
        return Stream.of("id", "timestamp", "signature")
                .collect(Collectors.toMap(name -> family + name, name -> message.header(family + name)));
    }

    @Test
    void pushIsToldOfAsTheActionReadsAndOthersVerifyIt() throws Exception {
        JsonNode endpoint = endpoint("");
        String secret = endpoint.path("secret").stringValue();
        JsonNode action = Batteries.fullFeatured().completes(Push.of("idle"));
        Receiver.Message message = awaitMessage("push.completed");
        JsonNode body = message.json();
        assertThat(body.path("id")).isEqualTo(action.path("id"));
        assertThat(body.path("actionId")).isEqualTo(action.path("id"));
        assertThat(body.path("type").stringValue()).isEqualTo("push.completed");
        assertThat(body.path("sequence").isIntegralNumber()).isTrue();
        for (String key : action.propertyNames()) {
            assertThat(body.path(key)).as(key).isEqualTo(action.path(key));
        }
        assertThat(Api.document().eventViolations("push.completed", body)).isEmpty();
        assertThat(message.header("webhook-id")).startsWith("msg_");
        assertIsOurs(secret, message);
    }

    @Test
    void whatTheDeviceTrulyDidIsToldOfAsTheActionReads() {
        endpoint("");
        JsonNode followed = Batteries.fullFeatured().completes(Push.of("idle"));
        JsonNode verified = awaitMessage("push.verified").json();
        assertThat(verified.path("actionId")).isEqualTo(followed.path("id"));
        assertThat(Api.document().eventViolations("push.verified", verified)).isEmpty();
        JsonNode ignored = Batteries.fullFeatured().completes(Push.of("charge").sandbox("{'acceptButIgnore':true}"));
        JsonNode contradicted = awaitMessage("push.contradicted").json();
        assertThat(contradicted.path("verification")).isEqualTo(ignored.path("verification"));
        assertThat(contradicted.at("/verification/evidence/0/observed").stringValue())
                .isEqualTo("idle");
        assertThat(Api.document().eventViolations("push.contradicted", contradicted))
                .isEmpty();
    }

    /** Devices come, get a schedule, lose it and go; each body is what the document and the catalogue say of its type. */
    @Test
    void devicesAndSchedulesAreToldOfAsTheirTypesSay() {
        endpoint("");
        try (Account account = Account.of(api, "told")) {
            JsonNode link = account.linked();
            Battery battery = Account.battery(api, link);
            String path = battery.path() + "/schedule";
            String id = api.put(200, path, Json.object(Repeatable.ONCE))
                    .data()
                    .path("id")
                    .stringValue();
            api.put(200, path, Json.object(Repeatable.ONCE));
            api.delete(200, path);
            api.delete(202, battery.path());
            JsonNode gone = awaitMessage("device.disconnected").json();
            assertThat(gone.path("deviceId").stringValue()).isEqualTo(battery.id());
            assertThat(gone.path("userId")).isEqualTo(link.path("userId"));
            for (String type : List.of("schedule.created", "schedule.updated", "schedule.cancelled")) {
                JsonNode body = awaitMessage(type).json();
                assertThat(body.path("deviceId").stringValue()).isEqualTo(battery.id());
                assertThat(body.path("scheduleId")).isEqualTo(body.path("id"));
                assertThat(body.path("id").stringValue()).isEqualTo(id);
            }
            awaitMessage("device.connected");
        }
        assertThat(receiver.messages()).allSatisfy(message -> {
            JsonNode body = message.json();
            String type = message.header("amps-event-type");
            assertThat(body.path("type").stringValue()).isEqualTo(type);
            assertThat(Api.document().eventViolations(type, body)).as(type).isEmpty();
        });
    }

    private static void assertIsOurs(String secret, Receiver.Message message) throws Exception {
        assertThat(Verifier.svix().accepts(secret, headers(message, "svix-"), message.body()))
                .isTrue();
        assertThat(Verifier.standardWebhooks().accepts(secret, headers(message, "webhook-"), message.body()))
                .isTrue();
    }

    @Test
    void bothSecretsSignAfterAChange() throws Exception {
        JsonNode endpoint = endpoint("");
        String first = endpoint.path("secret").stringValue();
        JsonNode rotated = api.post(200, path(endpoint) + "/rotate-secret").data();
        String second = rotated.path("secret").stringValue();
        assertThat(second).isNotEqualTo(first);
        assertThat(rotated.path("oldSecretUntil").isString()).isTrue();
        api.post(202, path(endpoint) + "/test");
        Receiver.Message message = awaitMessage("webhook.test");
        assertThat(message.header("webhook-signature").split(" ", -1)).hasSize(2);
        for (String secret : List.of(first, second)) {
            assertIsOurs(secret, message);
        }
    }

    @Test
    void secretIsShownOnceAndUnderAKeyNotEvenTwice() {
        String body = "{'url':'" + receiver.url() + "'}";
        Api keyed = api.with("Idempotency-Key", "webhooks-" + System.nanoTime());
        JsonNode first = keyed.post(201, ALL, Json.object(body)).data();
        made.add(first.path("id").stringValue());
        JsonNode again = keyed.post(201, ALL, Json.object(body)).data();
        assertThat(again.path("id")).isEqualTo(first.path("id"));
        assertThat(again.path("secret").isNull()).isTrue();
        assertThat(api.get(200, path(first)).data().has("secret")).isFalse();
        assertThat(api.get(200, ALL).text()).doesNotContain("whsec_");
    }

    @Test
    void endpointIsChangedReadAndRemoved() {
        JsonNode endpoint = endpoint(",'events':['push.failed'],'headers':{'X-Team':'night'},'rateLimit':7");
        assertThat(endpoint.path("events").get(0).stringValue()).isEqualTo("push.failed");
        JsonNode changed = api.patch(
                        200, path(endpoint), Json.object("{'events':null,'rateLimit':null,'enabled':false}"))
                .data();
        assertThat(changed.path("events").isNull()).isTrue();
        assertThat(changed.path("rateLimit").isNull()).isTrue();
        assertThat(changed.path("disabledReason").stringValue()).isEqualTo("by_request");
        assertThat(changed.at("/headers/X-Team").stringValue()).isEqualTo("night");
        assertThat(api.post(409, path(endpoint) + "/test")
                        .details()
                        .path("reason")
                        .stringValue())
                .isEqualTo("endpoint_disabled");
        api.patch(200, path(endpoint), Json.object("{'enabled':true}"));
        api.post(202, path(endpoint) + "/test");
        assertThat(awaitMessage("webhook.test").header("x-team")).isEqualTo("night");
        api.delete(200, path(endpoint));
        made.clear();
        assertThat(api.get(404, path(endpoint)).code()).isEqualTo("NOT_FOUND");
    }

    /** Where a customer's events go is changed by nobody unseen. */
    @Test
    void changesOfAnEndpointAreInTheAuditLog() {
        JsonNode endpoint = endpoint("");
        api.patch(200, path(endpoint), Json.object("{'description':'elsewhere'}"));
        api.post(200, path(endpoint) + "/rotate-secret");
        api.delete(200, path(endpoint));
        made.clear();
        Answer audit = api.get(200, "/audit?limit=50");
        assertThat(audit.data()
                        .path("items")
                        .valueStream()
                        .filter(line -> line.path("subject").equals(endpoint.path("id")))
                        .map(line -> line.path("action").stringValue()))
                .containsExactlyInAnyOrder(
                        "webhook_endpoint.removed",
                        "webhook_endpoint.secret_rotated",
                        "webhook_endpoint.changed",
                        "webhook_endpoint.created");
        assertThat(audit.text()).doesNotContain("whsec_");
    }

    @Test
    void attemptsAreSeenAndWhatFailedIsSentAgain() {
        JsonNode endpoint = endpoint("");
        receiver.answers(503);
        String message =
                api.post(202, path(endpoint) + "/test").data().path("messageId").stringValue();
        String attempts = path(endpoint) + "/attempts?messageId=" + message;
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.get(200, attempts + "&state=failed")
                                .data()
                                .path("items")
                                .size()
                        > 0);
        receiver.answers(200);
        api.post(202, path(endpoint) + "/resend", Json.object("{'messageId':'" + message + "'}"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.get(200, attempts + "&state=succeeded")
                                .data()
                                .path("items")
                                .size()
                        > 0);
        assertThat(receiver.messages().stream().map(m -> m.header("svix-id")).distinct())
                .containsExactly(message);
        assertThat(api.post(404, path(endpoint) + "/resend", Json.object("{'eventId':'evt_0'}"))
                        .code())
                .isEqualTo("NOT_FOUND");
        assertThat(api.post(202, path(endpoint) + "/replay", Json.object("{'failed':true}"))
                        .data()
                        .path("enqueued")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.1.2.3/, private",
        "http://192.168.0.1:8080/, private",
        "http://169.254.169.254/latest/meta-data, metadata",
        "http://[fe80::1]/, link_local",
        "http://[fd00::1]/, unique_local",
        "http://[::ffff:10.0.0.1]/, private",
        "http://[64:ff9b::a00:1]/, embedded_ipv4",
        "http://[2002:a00:1::]/, embedded_ipv4",
        "http://0.0.0.0/, unspecified",
        "http://100.64.0.1/, shared",
        "http://224.0.0.1/, multicast",
        "http://167837953/, private",
        "ftp://example.com/, scheme",
        "http://me:secret@example.com/, userinfo",
        "http:///nowhere, host"
    })
    void urlThatLeadsInsideIsRefused(String url, String reason) {
        Answer refused = api.post(422, ALL, Json.object("{'url':'" + url + "'}"));
        assertThat(refused.code()).isEqualTo("WEBHOOK_URL_REFUSED");
        assertThat(refused.details().path("reason").stringValue()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'url':7}",
                "{'url':'http://127.0.0.1/','events':[]}",
                "{'url':'http://127.0.0.1/','events':['push.started']}",
                "{'url':'http://127.0.0.1/','events':[1]}",
                "{'url':'http://127.0.0.1/','headers':{'Host':'a'}}",
                "{'url':'http://127.0.0.1/','headers':{'svix-id':'a'}}",
                "{'url':'http://127.0.0.1/','headers':{'amps-x':'a'}}",
                "{'url':'http://127.0.0.1/','headers':{'X-A':'a\\r\\nb'}}",
                "{'url':'http://127.0.0.1/','headers':{'Transfer-Encoding':'chunked'}}",
                "{'url':'http://127.0.0.1/','rateLimit':0}",
                "{'url':'http://127.0.0.1/','rateLimit':1.5}",
                "{'url':'http://127.0.0.1/','secret':'mine'}"
            })
    void bodyThatIsNoEndpointIsRefused(String body) {
        assertThat(api.unchecked(400, "POST", ALL, body.replace('\'', '"')).code())
                .isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void endpointsAndEventsAreTheCustomersAndOfOneEnvironment() {
        JsonNode endpoint = endpoint("");
        assertThat(Api.live().get(404, path(endpoint)).code()).isEqualTo("NOT_FOUND");
        for (String path : List.of(ALL, "/events", "/events/stream")) {
            assertThat(api.forUser("somebody").get(403, path).code()).isEqualTo("INSUFFICIENT_PERMISSIONS");
        }
        assertThat(api.forUser("somebody").delete(403, path(endpoint)).code()).isEqualTo("INSUFFICIENT_PERMISSIONS");
    }

    @Test
    void feedHoldsEveryEventInOrder() {
        String cursor = end();
        String action =
                Batteries.fullFeatured().completes(Push.of("idle")).path("id").stringValue();
        JsonNode read = api.get(200, "/events?limit=50&after=" + cursor).data();
        assertThat(read.path("items").valueStream())
                .anySatisfy(item ->
                        assertThat(item.at("/data/actionId").stringValue()).isEqualTo(action));
        String next = read.at("/pagination/nextCursor").stringValue();
        assertThat(api.get(200, "/events?after=" + next).data().path("items")).isEmpty();
        assertThat(api.unchecked(400, "GET", "/events?after=nonsense").code()).isEqualTo("VALIDATION_ERROR");
        assertThat(api.unchecked(400, "GET", "/events?limit=51").code()).isEqualTo("VALIDATION_ERROR");
    }

    private String end() {
        Optional<String> cursor = Optional.empty();
        while (true) {
            JsonNode part = api.get(
                            200,
                            "/events?limit=50" + cursor.map(c -> "&after=" + c).orElse(""))
                    .data();
            cursor = Optional.of(part.at("/pagination/nextCursor").stringValue());
            if (!part.at("/pagination/hasMore").asBoolean()) {
                return cursor.get();
            }
        }
    }

    @Test
    void streamGoesOnWhereItWasLeft() throws Exception {
        String cursor = end();
        String first =
                Batteries.fullFeatured().completes(Push.of("idle")).path("id").stringValue();
        String left = streamed(cursor, first);
        String second =
                Batteries.fullFeatured().completes(Push.of("idle")).path("id").stringValue();
        streamed(left, second);
    }

    /** Reads a stream behind a cursor until it tells of an action; gives the cursor of that event. */
    private static String streamed(String cursor, String action) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<java.io.InputStream> response = http.send(
                    HttpRequest.newBuilder(URI.create(Target.current().url() + "/events/stream"))
                            .header("x-api-key", Target.current().apiKey())
                            .header("Last-Event-ID", cursor)
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String id = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    }
                    if (line.startsWith("data: ") && line.contains(action)) {
                        return id;
                    }
                }
                throw new AssertionError("the stream ended without " + action);
            } finally {
                http.shutdownNow();
            }
        }
    }

    /** It would go on for ever: the read that ends is the proof. */
    @Test
    void streamEndsWhenItsKeyIsRevoked() throws Exception {
        JsonNode key =
                api.post(201, "/keys", Json.object("{'scopes':['read']}")).data();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<java.io.InputStream> response = http.send(
                    HttpRequest.newBuilder(URI.create(Target.current().url() + "/events/stream"))
                            .header("x-api-key", key.path("key").stringValue())
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            api.delete(200, "/keys/" + key.path("id").stringValue());
            try (java.io.InputStream stream = response.body()) {
                assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("retry: ");
            }
        }
    }

    @Test
    void everyTypeHasItsSchemaAndItsExample() {
        JsonNode items = api.get(200, "/event-types").data().path("items");
        assertThat(items.valueStream().map(item -> item.path("type").stringValue()))
                .contains("push.completed", "push.failed", "device.connected", "webhook.test")
                .doesNotHaveDuplicates();
        assertThat(items.valueStream()).allSatisfy(item -> {
            assertThat(item.path("schema").toString()).doesNotContain("$ref");
            assertThat(item.at("/example/type")).isEqualTo(item.path("type"));
        });
    }
}
