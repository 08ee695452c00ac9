package energy.amps.contract.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A client that trusts nothing: every call names the status that it expects, and every answer is held to the OpenAPI
 * document of the server. Immutable and thread-safe.
 */
public final class Api {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final String DOCUMENT_PATH = "/openapi/openapi.json";

    private static Optional<ApiDocument> document = Optional.empty();

    private final Target target;
    private final Map<String, String> headers;

    private Api(Target target, Map<String, String> headers) {
        this.target = target;
        this.headers = Map.copyOf(headers);
    }

    /** With the sandbox key. */
    public static Api sandbox() {
        return withKey(Target.current().apiKey());
    }

    /** With the live key. */
    public static Api live() {
        return withKey(Target.current().liveKey());
    }

    /** With any key. */
    public static Api withKey(String key) {
        return withoutKey().with("x-api-key", key);
    }

    /** With a key of another server than the usual. */
    public static Api at(Target target, String key) {
        return new Api(target, Map.of("x-api-key", key));
    }

    /** With no key at all. */
    public static Api withoutKey() {
        return new Api(Target.current(), Map.of());
    }

    /** The same with one header more. */
    public Api with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(target, more);
    }

    /** The same for one end user. */
    public Api forUser(String user) {
        return with("x-user-id", user);
    }

    /** The document that the server serves. */
    public static synchronized ApiDocument document() {
        if (document.isEmpty()) {
            Answer served = withoutKey().exchange("GET", DOCUMENT_PATH, Optional.empty(), Optional.empty());
            assertThat(served.status()).as(DOCUMENT_PATH).isEqualTo(200);
            document = Optional.of(new ApiDocument(served.json()));
        }
        return document.get();
    }

    /** GET of a documented path. */
    public Answer get(int expected, String path) {
        return call(Set.of(expected), "GET", path, Optional.empty());
    }

    /** POST of a documented body. */
    public Answer post(int expected, String path, JsonNode body) {
        return call(Set.of(expected), "POST", path, Optional.of(body));
    }

    /** POST without a body. */
    public Answer post(int expected, String path) {
        return call(Set.of(expected), "POST", path, Optional.empty());
    }

    /** POST without a body, where the state of the action decides between two answers. */
    public Answer postEither(int expected, int otherwise, String path) {
        return call(Set.of(expected, otherwise), "POST", path, Optional.empty());
    }

    /** POST of a documented body, where a race decides between two answers. */
    public Answer postEither(int expected, int otherwise, String path, JsonNode body) {
        return call(Set.of(expected, otherwise), "POST", path, Optional.of(body));
    }

    /** PATCH of a documented body. */
    public Answer patch(int expected, String path, JsonNode body) {
        return call(Set.of(expected), "PATCH", path, Optional.of(body));
    }

    /** DELETE without a body. */
    public Answer delete(int expected, String path) {
        return call(Set.of(expected), "DELETE", path, Optional.empty());
    }

    /** DELETE without a body, of what may not be there. */
    public Answer deleteEither(int expected, int otherwise, String path) {
        return call(Set.of(expected, otherwise), "DELETE", path, Optional.empty());
    }

    /** PUT of a documented body. */
    public Answer put(int expected, String path, JsonNode body) {
        return call(Set.of(expected), "PUT", path, Optional.of(body));
    }

    /** GET of a documented path, where luck decides between two answers. */
    public Answer getEither(int expected, int otherwise, String path) {
        return call(Set.of(expected, otherwise), "GET", path, Optional.empty());
    }

    /** A request that is malformed or undocumented on purpose, without a body; the answer is held to the document. */
    public Answer unchecked(int expected, String method, String path) {
        return accept(Set.of(expected), method, path, exchange(method, path, Optional.empty(), Optional.empty()));
    }

    /** A request that is malformed on purpose; the answer is held to the document. */
    public Answer unchecked(int expected, String method, String path, String body) {
        return unchecked(expected, method, path, "application/json", BodyPublishers.ofString(body));
    }

    /** A request that is malformed on purpose; the answer is held to the document. */
    public Answer unchecked(int expected, String method, String path, String contentType, BodyPublisher body) {
        return accept(
                Set.of(expected), method, path, exchange(method, path, Optional.of(contentType), Optional.of(body)));
    }

    /** A request that is perhaps malformed, where the server decides between two answers. */
    public Answer uncheckedEither(int expected, int otherwise, String method, String path, String body) {
        return accept(
                Set.of(expected, otherwise),
                method,
                path,
                exchange(method, path, Optional.of("application/json"), Optional.of(BodyPublishers.ofString(body))));
    }

    /** GET of a documented path whose answer is to be a table: its lines, each with its cells. */
    public List<List<String>> table(String path) {
        HttpResponse<String> response =
                with("accept", "text/csv").send("GET", path, Optional.empty(), Optional.empty());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("none")).startsWith("text/csv");
        assertThat(response.body()).endsWith("\r\n");
        return Arrays.stream(response.body().split("\r\n", -1))
                .filter(line -> !line.isEmpty())
                .map(line -> List.of(line.split(",", -1)))
                .toList();
    }

    /** A request that is perhaps malformed, where the server decides between several answers. */
    public Answer uncheckedAny(Set<Integer> expected, String method, String path, String body) {
        return accept(
                expected,
                method,
                path,
                exchange(method, path, Optional.of("application/json"), Optional.of(BodyPublishers.ofString(body))));
    }

    private Answer call(Set<Integer> expected, String method, String path, Optional<JsonNode> body) {
        assertThat(document().requestViolations(method, pathOf(path), queryOf(path), body))
                .as(
                        "%s %s %s, as a request",
                        method, path, body.map(JsonNode::toString).orElse(""))
                .isEmpty();
        Answer answer = exchange(
                method,
                path,
                body.map(present -> "application/json"),
                body.map(present -> BodyPublishers.ofString(present.toString())));
        return accept(expected, method, path, answer);
    }

    private static Answer accept(Set<Integer> expected, String method, String path, Answer answer) {
        String call = method + " " + path + " -> " + answer.status() + " " + answer.text();
        assertThat(expected).as(call).contains(answer.status());
        List<String> violations = new ArrayList<>(document()
                .responseViolations(
                        method,
                        pathOf(path),
                        answer.status(),
                        answer.headers().map().keySet(),
                        answer.json()));
        violations.addAll(inconsistencies(path, answer));
        assertThat(violations).as(call).isEmpty();
        return answer;
    }

    /** What a schema cannot say: header, status and body must tell the same story. */
    private static List<String> inconsistencies(String path, Answer answer) {
        if (pathOf(path).equals(DOCUMENT_PATH) && answer.status() == 200) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        JsonNode meta = answer.json().path("meta");
        String requestId = answer.headers().firstValue("x-request-id").orElse("");
        if (!meta.path("requestId").asString("").equals(requestId)) {
            found.add("x-request-id is '" + requestId + "' and not meta.requestId");
        }
        if (answer.json().path("success").asBoolean() != answer.status() < 300) {
            found.add("success contradicts the status");
        }
        String shown = meta.path("path").asString("");
        if (answer.status() >= 400 && !shown.equals(pathOf(path)) && !shown.equals(decoded(pathOf(path)))) {
            found.add("meta.path is not the path of the request");
        }
        return found;
    }

    private Answer exchange(String method, String path, Optional<String> contentType, Optional<BodyPublisher> body) {
        return answer(method + " " + path, send(method, path, contentType, body));
    }

    private HttpResponse<String> send(
            String method, String path, Optional<String> contentType, Optional<BodyPublisher> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target.url() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.orElse(BodyPublishers.noBody()));
        headers.forEach(request::header);
        contentType.filter(type -> !type.isEmpty()).ifPresent(type -> request.header("content-type", type));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Answer answer(String call, HttpResponse<String> response) {
        assertThat(response.headers().firstValue("content-type").orElse("none"))
                .as("%s -> %s %s", call, response.statusCode(), response.body())
                .startsWith("application/json");
        try {
            return new Answer(response.statusCode(), response.headers(), response.body(), Json.parse(response.body()));
        } catch (JacksonException e) {
            throw new AssertionError(call + " -> " + response.statusCode() + ", not JSON: " + response.body(), e);
        }
    }

    private static String decoded(String path) {
        return URI.create("http://localhost" + path).getPath();
    }

    private static String pathOf(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
    }

    private static Map<String, String> queryOf(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query >= 0) {
            for (String pair : pathAndQuery.substring(query + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return parameters;
    }
}
