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
import energy.amps.contract.harness.Target;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract section 2, Idempotency-Key: one effect, and the first answer for every repetition. */
@ExtendWith(DrainedDevices.class)
class IdempotencyTest {
    private static final String SECRETS = "(?s).*(amps_sk_(test|live)_[0-9A-Za-z]{32}|whsec_[0-9A-Za-z+/=]{16}).*";

    private final Api api = Api.sandbox();
    private final String key = UUID.randomUUID().toString();
    private final Battery battery = Batteries.fullFeatured();
    private final JsonNode push = Push.of("idle").start("20h").json();

    private Api keyed() {
        return api.with("Idempotency-Key", key);
    }

    private static void assertIsRepetition(Answer again, Answer first) {
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(again.json().at("/meta/requestId")).isNotEqualTo(first.json().at("/meta/requestId"));
        assertThat(again.json().at("/meta/environment")).isEqualTo(first.json().at("/meta/environment"));
    }

    @Test
    void repetitionIsTheFirstAnswerToTheByteAndHasNoEffect() {
        Answer first = keyed().post(202, battery.path(), push);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        Answer again = keyed().post(202, battery.path(), push);
        assertIsRepetition(again, first);
        assertThat(again.textWithoutMeta()).isEqualTo(first.textWithoutMeta());
        assertThat(battery.unfinished()).hasSize(1);
    }

    /** The first answer, not the state of today. */
    @Test
    void repetitionSaysWhatWasSaidThenWhateverHappenedSince() {
        Answer first = keyed().post(202, battery.path(), push);
        api.post(200, first.data().at("/links/self").stringValue() + "/cancel");
        Answer again = keyed().post(202, battery.path(), push);
        assertIsRepetition(again, first);
        assertThat(again.data().path("state").stringValue()).isEqualTo("scheduled");
        assertThat(battery.unfinished()).isEmpty();
    }

    /**
     * Every operation that may change something, from the document; a push to what takes none never does. A new one is added to {@link Repeatable}, and a route that
     * forgets to keep its answer is found here; so is one that repeats a secret.
     */
    @TestFactory
    Stream<DynamicTest> everyChangingOperationIsRepeatable() {
        ApiDocument document = Api.document();
        return document.templates().stream().flatMap(template -> document.methods(template).stream()
                .filter(method -> !method.equals("GET") && document.succeeds(method, template))
                .map(method -> DynamicTest.dynamicTest(method + " " + template, () -> isRepeatable(method, template))));
    }

    private void isRepeatable(String method, String template) {
        Batteries.all().forEach(Battery::drain);
        Repeatable call = Repeatable.of(method, template);
        Answer first = call.make(keyed());
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        Answer again = call.make(keyed());
        assertIsRepetition(again, first);
        assertThat(again.text()).doesNotMatch(SECRETS);
        if (!first.text().matches(SECRETS)) {
            assertThat(again.textWithoutMeta()).isEqualTo(first.textWithoutMeta());
        }
    }

    @Test
    void anotherBodyIsRefusedEvenAMalformedOne() {
        Answer first = keyed().post(202, battery.path(), push);
        for (String other :
                List.of(Push.of("idle").start("19h").json().toString(), push + " ", "{}", "{", "[".repeat(1000), "")) {
            assertThat(keyed().unchecked(422, "POST", battery.path(), other).code())
                    .as(other)
                    .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        }
        assertThat(keyed().unchecked(422, "POST", battery.path() + "?color=red", push.toString())
                        .code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertIsRepetition(keyed().post(202, battery.path(), push), first);
        assertThat(battery.unfinished()).hasSize(1);
    }

    @Test
    void refusalLeavesTheKeyFree() {
        keyed().unchecked(400, "POST", battery.path(), "{}");
        keyed().unchecked(422, "POST", battery.path(), Push.of("fly").json().toString());
        String standing =
                battery.accepts(Push.of("idle").start("10h")).path("id").stringValue();
        assertThat(keyed().post(409, battery.path(), push).code()).isEqualTo("CONFLICT");
        api.post(200, "/actions/" + standing + "/cancel");
        Answer first = keyed().post(202, battery.path(), push);
        assertIsRepetition(keyed().post(202, battery.path(), push), first);
    }

    @Test
    void keyIsGoodForOneUserMethodAndPath() {
        Answer first = keyed().post(202, battery.path(), push);
        String user = battery.read().path("userId").stringValue();
        assertThat(keyed().forUser(user).post(409, battery.path(), push).code()).isEqualTo("CONFLICT");
        keyed().patch(200, battery.path(), Json.object("{'timezone':'Europe/London'}"));
        keyed().post(
                        200,
                        battery.path() + "/settings",
                        Json.object("{'charge_ceiling':{'value':100,'unit':'percent'}}"));
        assertThat(keyed().post(404, battery.path() + "0", push).code()).isEqualTo("DEVICE_NOT_FOUND");
        assertThat(Api.live()
                        .with("Idempotency-Key", key)
                        .post(404, battery.path(), push)
                        .code())
                .isEqualTo("DEVICE_NOT_FOUND");
        assertIsRepetition(keyed().post(202, battery.path(), push), first);
        assertIsRepetition(
                keyed().unchecked(202, "POST", "/battery/%64" + battery.id().substring(1), push.toString()), first);
    }

    @Test
    void readsTakeNoNotice() {
        Answer one = keyed().get(200, battery.path());
        Answer two = keyed().get(200, battery.path());
        assertThat(two.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(two.at()).isAfterOrEqualTo(one.at());
        api.with("Idempotency-Key", "not a key").get(200, battery.path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "tab\there", "k\u00e9y"})
    void keyThatIsNoneIsRefusedByName(String text) throws IOException {
        assertMalformedKey("Idempotency-Key: " + text + "\r\n");
    }

    @Test
    void keyIsAtMost255CharactersAndOneHeader() throws IOException {
        assertMalformedKey("Idempotency-Key: " + "k".repeat(256) + "\r\n");
        assertMalformedKey("Idempotency-Key: " + key + "\r\nIdempotency-Key: " + key + "\r\n");
        assertMalformedKey("Idempotency-Key: a\r\nidempotency-key: b\r\n");
        String longest = (key + "k".repeat(255)).substring(0, 255);
        Answer first = api.with("Idempotency-Key", longest).post(202, battery.path(), push);
        assertIsRepetition(api.with("Idempotency-Key", longest).post(202, battery.path(), push), first);
        assertThat(api.with("Idempotency-Key", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" + key)
                        .post(409, battery.path(), push)
                        .code())
                .isEqualTo("CONFLICT");
    }

    private void assertMalformedKey(String header) throws IOException {
        String body = push.toString();
        String answer = RawSocket.exchange("POST " + battery.path() + " HTTP/1.1\r\nHost: a\r\nx-api-key: "
                + Target.current().apiKey() + "\r\n" + header
                + "Content-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("VALIDATION_ERROR")
                .contains("\"Idempotency-Key\"");
        assertThat(battery.unfinished()).isEmpty();
    }

    /** After everything that is refused without the body's shape, before the shape. */
    @Test
    void keyComesAfterTheTypeAndBeforeTheShape() {
        keyed().post(202, battery.path(), push);
        assertThat(keyed().unchecked(413, "POST", battery.path(), "x".repeat(70_000))
                        .code())
                .isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(keyed().unchecked(415, "POST", battery.path(), "text/plain", BodyPublishers.ofString("{"))
                        .code())
                .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(keyed().unchecked(405, "PUT", battery.path(), "{").code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(api.with("Idempotency-Key", "a b")
                        .unchecked(400, "POST", battery.path() + "0", push.toString())
                        .code())
                .isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void manyAtOnceMakeOneAction() throws Exception {
        Callable<Answer> call = () -> keyed().postEither(202, 409, battery.path(), push);
        List<Answer> answers;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = clients.invokeAll(Stream.generate(() -> call).limit(20).toList()).stream()
                    .map(Future::resultNow)
                    .toList();
        }
        for (Answer answer : answers) {
            if (answer.status() == 409) {
                assertThat(answer.code()).isEqualTo("IDEMPOTENCY_IN_PROGRESS");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
        }
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 202
                                && answer.headers()
                                        .firstValue("Idempotent-Replayed")
                                        .isEmpty()))
                .hasSize(1);
        assertThat(battery.unfinished()).hasSize(1);
    }
}
