package energy.amps.contract.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The operator of the server under test, at its management port. Every call names the status that it expects. */
public final class Operator {
    private final Target target;
    private final Optional<String> token;

    private Operator(Target target, Optional<String> token) {
        this.target = target;
        this.token = token;
    }

    /** With the token; empty where the target has none to give. */
    public static Optional<Operator> found() {
        Target target = Target.current();
        return target.managementUrl().isPresent() && target.adminToken().isPresent()
                ? Optional.of(new Operator(target, target.adminToken()))
                : Optional.empty();
    }

    /** With another token, or none. */
    public Operator withToken(Optional<String> other) {
        return new Operator(target, other);
    }

    /** A customer of the operator's, made now. */
    public String customer(boolean live) {
        return call(201, "POST", "/admin/customers", "{\"name\":\"Contract\",\"liveEnabled\":" + live + "}")
                .data()
                .path("id")
                .stringValue();
    }

    /** A new key of a customer, with all scopes. */
    public String key(String customer, String environment) {
        JsonNode made = call(
                        201,
                        "POST",
                        "/admin/customers/" + customer + "/keys",
                        "{\"environment\":\"" + environment + "\"}")
                .data();
        return made.path("key").stringValue();
    }

    /** A call without a body. */
    public Answer call(int expected, String method, String path) {
        return call(expected, method, path, "");
    }

    /** A call with a JSON body. */
    public Answer call(int expected, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        target.managementUrl().orElseThrow().resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("content-type", "application/json");
        }
        token.ifPresent(text -> request.header("authorization", "Bearer " + text));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
            Answer answer =
                    new Answer(response.statusCode(), response.headers(), response.body(), Json.parse(response.body()));
            assertThat(answer.status())
                    .as(method + " " + path + " -> " + answer.text())
                    .isEqualTo(expected);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
