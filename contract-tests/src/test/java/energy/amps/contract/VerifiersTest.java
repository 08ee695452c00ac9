package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.NodeVerifiers;
import energy.amps.contract.harness.Receiver;
import energy.amps.contract.harness.Verifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Contract section 9: what we send is what the verifiers of Svix and of Standard Webhooks take, and they take nothing else. */
class VerifiersTest {
    private static final String PREFIX = "whsec_";
    private static final long TOO_FAR_SECONDS = 6 * 60;

    private static String secret = "";
    private static Receiver.Message sent = new Receiver.Message(Map.of(), "");

    /** A message that was delivered. */
    @BeforeAll
    static void receive() {
        Api api = Api.sandbox();
        try (Receiver receiver = new Receiver()) {
            JsonNode endpoint = api.post(
                            201,
                            "/webhook-endpoints",
                            Json.object("{'url':'" + receiver.url() + "','events':['webhook.test']}"))
                    .data();
            String path = "/webhook-endpoints/" + endpoint.path("id").stringValue();
            api.post(202, path + "/test");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !receiver.messages().isEmpty());
            secret = endpoint.path("secret").stringValue();
            sent = receiver.messages().getFirst();
            api.delete(200, path);
        }
    }

    /**
     * A message as a receiver has it, and whether it is ours.
     *
     * @param secret the receiver's
     * @param id its header
     * @param timestamp its header
     * @param signature its header
     * @param body as it came
     */
    private record Message(String secret, String id, String timestamp, String signature, String body) {
        Map<String, String> headers(String family) {
            Map<String, String> headers = new HashMap<>();
            headers.put(family + "id", id);
            headers.put(family + "timestamp", timestamp);
            headers.put(family + "signature", signature);
            headers.values().removeIf(String::isEmpty);
            return headers;
        }
    }

    private static Message asItCame() {
        return new Message(
                secret,
                sent.header("webhook-id"),
                sent.header("webhook-timestamp"),
                sent.header("webhook-signature"),
                sent.body());
    }

    /** Signed here, by the text of the specification, for another time. */
    private static Message at(long seconds) {
        Message message = asItCame();
        String timestamp = String.valueOf(seconds);
        return new Message(
                secret,
                message.id(),
                timestamp,
                "v1," + mac(message.id() + "." + timestamp + "." + message.body()),
                message.body());
    }

    private static String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Message> ours() {
        Message came = asItCame();
        long now = Long.parseLong(came.timestamp());
        Map<String, Message> ours = new LinkedHashMap<>();
        ours.put("as it came", came);
        ours.put("with a secret without its prefix", with(came, secret.substring(PREFIX.length()), came.signature()));
        String foreign = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        ours.put("of several signatures the last", with(came, secret, foreign + " " + came.signature()));
        ours.put("of several signatures the first", with(came, secret, came.signature() + " " + foreign));
        ours.put("beside a version to come", with(came, secret, "v9,AAAA " + came.signature()));
        ours.put("signed here for a moment ago", at(now - 5));
        return ours;
    }

    private static Map<String, Message> notOurs() {
        Message came = asItCame();
        long now = Long.parseLong(came.timestamp());
        Map<String, Message> others = new LinkedHashMap<>();
        others.put("another version", with(came, secret, came.signature().replace("v1,", "v2,")));
        others.put("without a version", with(came, secret, came.signature().substring(3)));
        others.put("another secret", with(came, PREFIX + "A".repeat(32), came.signature()));
        others.put("no signature", with(came, secret, ""));
        others.put("too old", at(now - TOO_FAR_SECONDS));
        others.put("of the future", at(now + TOO_FAR_SECONDS));
        others.put(
                "another body", new Message(secret, came.id(), came.timestamp(), came.signature(), came.body() + " "));
        others.put("another id", new Message(secret, "msg_1", came.timestamp(), came.signature(), came.body()));
        others.put(
                "another timestamp",
                new Message(secret, came.id(), String.valueOf(now - 1), came.signature(), came.body()));
        return others;
    }

    private static Message with(Message message, String secret, String signature) {
        return new Message(secret, message.id(), message.timestamp(), signature, message.body());
    }

    @TestFactory
    Stream<DynamicTest> verifiersForJava() {
        return Stream.concat(
                tests("svix", Verifier.svix(), "svix-"),
                tests("standardwebhooks", Verifier.standardWebhooks(), "webhook-"));
    }

    @TestFactory
    Stream<DynamicTest> verifiersForNode() {
        Optional<NodeVerifiers> node = NodeVerifiers.install();
        Assumptions.assumeTrue(
                node.isPresent(), "node and npm are not on the PATH: signatures are not verified by their libraries");
        Verifier svix = node.orElseThrow().of("svix");
        return Stream.of(
                        tests("svix", svix, "svix-"),
                        tests("svix by the standard's names", svix, "webhook-"),
                        tests("standardwebhooks", node.orElseThrow().of("standardwebhooks"), "webhook-"))
                .flatMap(each -> each);
    }

    private static Stream<DynamicTest> tests(String library, Verifier verifier, String family) {
        List<DynamicTest> tests = new ArrayList<>();
        ours().forEach((name, message) ->
                tests.add(DynamicTest.dynamicTest(library + " takes it " + name, () -> assertThat(
                                verifier.accepts(message.secret(), message.headers(family), message.body()))
                        .isTrue())));
        notOurs()
                .forEach((name, message) ->
                        tests.add(DynamicTest.dynamicTest(library + " refuses " + name, () -> assertThat(
                                        verifier.accepts(message.secret(), message.headers(family), message.body()))
                                .isFalse())));
        return tests.stream();
    }
}
