package energy.amps.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.ApiDocument;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.Chance;
import energy.amps.contract.harness.Declared;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Fuzz;
import energy.amps.contract.harness.RawConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever is sent to any operation of the document, the answer is one that the document describes, no fault of the server's,
 * and the connection goes on or ends in good order. New operations are in it by themselves.
 */
@ExtendWith(DrainedDevices.class)
class FuzzTest {
    private static final int ROUNDS = 250;
    private static final int MOST_FINDINGS = 10;

    /** They move the ground that every other test stands on; what they refuse is tested where they are. */
    private static final List<String> SPARED = List.of("POST /sandbox/clock");

    /** Its answer has no end to wait for. */
    private static final String ENDLESS = "GET /events/stream";

    private final Chance chance = Chance.of("FuzzTest");
    private List<Declared> devices = List.of();
    private final List<String> findings = new ArrayList<>();
    private Optional<RawConnection> connection = Optional.empty();

    @BeforeEach
    void find() {
        assumeTrue(!System.getenv().containsKey("AMPS_URL"), "AMPS_URL names a server that is not ours alone");
        devices = Declared.all();
    }

    @AfterEach
    void restore() throws IOException {
        if (connection.isPresent()) {
            connection.get().close();
        }
        // One that is dead and wants everything would hold up whoever is erased later.
        Api.sandbox()
                .get(200, "/webhook-endpoints?limit=50")
                .data()
                .path("items")
                .forEach(endpoint -> Api.sandbox()
                        .delete(200, "/webhook-endpoints/" + endpoint.path("id").stringValue()));
        devices.forEach(device -> new Battery(Api.sandbox(), device.id()).drain());
        devices.forEach(Declared::restore);
    }

    @Test
    void everyAnswerIsDescribedAndNoneIsAFault() throws IOException {
        Fuzz fuzz = new Fuzz(chance, ids());
        List<ApiDocument.Operation> operations = fuzz.operations().stream()
                .filter(operation -> !SPARED.contains(name(operation)) && !ENDLESS.equals(name(operation)))
                .toList();
        Map<Integer, Integer> statuses = new HashMap<>();
        for (int round = 0; round < ROUNDS && findings.size() < MOST_FINDINGS; round++) {
            for (ApiDocument.Operation operation : operations) {
                int status = holds(fuzz.request(operation));
                statuses.merge(status, 1, Integer::sum);
            }
        }
        assertThat(findings).as("seed %d", chance.seed()).isEmpty();
        System.out.println("FuzzTest: answers by status " + statuses);
        assertThat(statuses.keySet()).contains(200, 400, 404, 405, 415, 422);
        Api.withoutKey().get(200, "/health/ready");
    }

    private static String name(ApiDocument.Operation operation) {
        return operation.method() + " " + operation.template();
    }

    private Map<String, List<String>> ids() {
        Map<String, List<String>> ids = new HashMap<>();
        for (Declared device : devices) {
            String family = device.path().substring(0, device.path().lastIndexOf('/'));
            ids.computeIfAbsent(family + "deviceId", any -> new ArrayList<>()).add(device.id());
        }
        ids.put(
                "/actionsactionId",
                Api.sandbox()
                        .get(200, "/actions?limit=50")
                        .data()
                        .path("items")
                        .valueStream()
                        .map(action -> action.path("id").stringValue())
                        .toList());
        return ids;
    }

    /** Sends one, on the connection of the one before where it still stands. */
    private int holds(Fuzz.Request request) throws IOException {
        if (connection.isEmpty() || !connection.get().isOpen()) {
            if (connection.isPresent()) {
                connection.get().close();
            }
            connection = Optional.of(RawConnection.open());
        }
        RawConnection raw = connection.get();
        raw.send(request.bytes());
        if (request.last()) {
            raw.finish();
        }
        Optional<RawConnection.Reply> answer = raw.reply();
        if (answer.isEmpty() && request.last()) {
            // To a request without an end, an answer is a courtesy.
            return 0;
        }
        if (answer.isEmpty()) {
            findings.add("no answer to " + request);
            return 0;
        }
        RawConnection.Reply reply = answer.get();
        List<String> violations = new ArrayList<>();
        if (reply.status() >= 500) {
            violations.add("a fault");
        }
        violations.addAll(undescribed(request, reply));
        if (reply.text().contains("Exception") || reply.text().contains("\tat ")) {
            violations.add("tells of its inside");
        }
        if (!violations.isEmpty()) {
            findings.add(violations + ": " + request + "\n-> " + reply.status() + " " + reply.headers() + " "
                    + reply.text());
        }
        return reply.status();
    }

    /** What is no request has no operation, nor has a path with a segment that no id can be. */
    private static List<String> undescribed(Fuzz.Request request, RawConnection.Reply reply) {
        boolean ofNoOperation = reply.status() == 400
                || reply.json().at("/error/code").asString("").equals("NOT_FOUND");
        return ofNoOperation
                ? Api.document().violations("/components/schemas/ErrorEnvelope", reply.json())
                : Api.document()
                        .responseViolations(
                                request.method(),
                                request.path().split("\\?", 2)[0],
                                reply.status(),
                                reply.headers().keySet(),
                                reply.json());
    }

    @Test
    void hugeBodiesAreRefusedOrSkipped() throws IOException {
        byte[] huge = "[".repeat(10 * 1024 * 1024).getBytes(US_ASCII);
        Fuzz fuzz = new Fuzz(chance, ids());
        for (ApiDocument.Operation operation : fuzz.operations()) {
            String path = operation.template().replaceAll("\\{\\w+}", "x_1");
            try (RawConnection raw = RawConnection.open()) {
                raw.send(Fuzz.of(operation.method(), path, List.of(), huge).bytes());
                RawConnection.Reply reply = raw.reply().orElseThrow();
                assertThat(reply.status()).as(operation.toString()).isIn(200, 404, 413);
                assertThat(reply.closes()).as("the body was not read").isTrue();
            }
        }
    }

    /** A byte at a time: each is answered as if it had come at once. */
    @Test
    void dripsAreAnsweredLikeAnyOther() throws IOException {
        Fuzz fuzz = new Fuzz(chance, ids());
        try (RawConnection raw = RawConnection.open()) {
            for (ApiDocument.Operation operation : fuzz.operations()) {
                if (ENDLESS.equals(name(operation))) {
                    continue;
                }
                String path = operation.template().replaceAll("\\{\\w+}", "x_1");
                boolean takesBody = !operation.method().equals("GET");
                byte[] bytes = Fuzz.of(
                                operation.method(), path, List.of(), takesBody ? "[1]".getBytes(US_ASCII) : new byte[0])
                        .bytes();
                for (byte one : bytes) {
                    raw.send(new byte[] {one});
                }
                RawConnection.Reply reply = raw.reply().orElseThrow();
                assertThat(reply.status()).as(operation.toString()).isIn(200, 400, 403, 404);
                assertThat(raw.isOpen()).isTrue();
            }
        }
    }
}
