package energy.amps.contract.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes requests of the document's operations, each with something odd about it. Belongs to one thread. */
public final class Fuzz {
    /** What stands in a body for the odd value, which may be no JSON. */
    private static final String HOLE = "\"\\u0001odd\\u0001\"";

    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO");

    private final ApiDocument document = Api.document();
    private final Chance chance;
    private final Map<String, List<String>> ids;

    /** @param ids real ones by the names of the path's parameters; of all else there are none */
    public Fuzz(Chance chance, Map<String, List<String>> ids) {
        this.chance = chance;
        this.ids = ids;
    }

    /**
     * A request.
     *
     * @param method of it
     * @param path with its query
     * @param bytes as they are sent
     * @param last whether the client says no more after it: its body may not end where its head says
     */
    @SuppressWarnings("ArrayRecordComponent") // sent once, and never compared
    public record Request(String method, String path, byte[] bytes, boolean last) {
        @Override
        public String toString() {
            String text = new String(bytes, ISO_8859_1).replaceAll("amps_sk_\\w+", "***");
            return text.length() > 1_500 ? text.substring(0, 1_500) + "... (" + bytes.length + " bytes)" : text;
        }
    }

    /** Every operation of the document. */
    public List<ApiDocument.Operation> operations() {
        return document.templates().stream()
                .flatMap(template -> document.methods(template).stream()
                        .map(method -> document.operation(method, template).orElseThrow()))
                .toList();
    }

    /** One odd request of an operation. */
    public Request request(ApiDocument.Operation operation) {
        String method = operation.method();
        String path = path(operation);
        String query = "";
        byte[] body = body(operation, false);
        List<String> headers = new ArrayList<>();
        switch (chance.below(operation.method().equals("GET") ? 5 : 10)) {
            case 0 -> path = oddPath(operation);
            case 1 -> query = oddQuery(operation);
            case 2 -> headers.add(chance.of(Weird.HEADERS));
            case 3 -> method = chance.of(METHODS);
            default -> body = body(operation, true);
        }
        return of(method, path + query, headers, body);
    }

    /** A request with those headers beside the usual ones. */
    public static Request of(String method, String path, List<String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: a\r\n");
        Set<String> own = Set.copyOf(headers.stream()
                .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))).strip())
                .toList());
        if (!own.contains("x-api-key") && !own.contains("Authorization")) {
            head.append("x-api-key: ").append(Target.current().apiKey()).append("\r\n");
        }
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (body.length > 0 && !own.contains("Content-Type")) {
            head.append("Content-Type: application/json\r\n");
        }
        if (body.length > 0 && !own.contains("Content-Length") && !own.contains("Transfer-Encoding")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        bytes.writeBytes(body);
        boolean framed =
                headers.stream().anyMatch(line -> line.matches("(?is)(content-length|transfer-encoding|expect):.*"));
        return new Request(method, path, bytes.toByteArray(), framed);
    }

    /** What must not be hit is not: an operation that deletes gets ids that nothing has. */
    private String path(ApiDocument.Operation operation) {
        String path = operation.template();
        for (String segment : operation.template().split("/", -1)) {
            if (segment.startsWith("{")) {
                List<String> real = ids.getOrDefault(
                        operation.template().substring(0, operation.template().indexOf('/', 1))
                                + segment.substring(1, segment.length() - 1),
                        List.of());
                boolean missing = real.isEmpty() || operation.method().equals("DELETE") || chance.oneIn(8);
                path = path.replace(segment, missing ? "x_1" : chance.of(real));
            }
        }
        return path;
    }

    private String oddPath(ApiDocument.Operation operation) {
        List<String> segments = new ArrayList<>(Arrays.asList(path(operation).split("/", -1)));
        int at = 1 + chance.below(segments.size() - 1);
        if (chance.oneIn(3)) {
            segments.add(at, chance.of(Weird.PARTS));
        } else {
            segments.set(at, chance.of(Weird.PARTS));
        }
        return String.join("/", segments);
    }

    private String oddQuery(ApiDocument.Operation operation) {
        List<String> names = new ArrayList<>(List.of("color", "", "limit", "cursor", "dryRun"));
        String path = operation.pointer().substring(0, operation.pointer().lastIndexOf('/'));
        for (String owner : List.of(path, operation.pointer())) {
            for (int i = 0; i < document.at(owner + "/parameters").size(); i++) {
                String parameter = document.resolve(owner + "/parameters/" + i);
                if (document.at(parameter + "/in").asString("").equals("query")) {
                    names.add(document.at(parameter + "/name").asString());
                }
            }
        }
        StringBuilder query = new StringBuilder("?");
        for (int i = 0; i <= chance.below(3); i++) {
            query.append(i > 0 ? "&" : "")
                    .append(chance.of(names))
                    .append(chance.oneIn(5) ? "" : "=")
                    .append(chance.of(Weird.PARTS));
        }
        return query.toString();
    }

    /** An example of the operation's body, perhaps with something odd in it; nothing where it takes none. */
    private byte[] body(ApiDocument.Operation operation, boolean odd) {
        String content = document.resolve(operation.pointer() + "/requestBody") + "/content/application~1json";
        List<String> examples = List.copyOf(document.at(content + "/examples").propertyNames());
        if (examples.isEmpty()) {
            return odd ? chance.of(Weird.JSON).getBytes(UTF_8) : new byte[0];
        }
        JsonNode example = document.at(
                document.resolve(content + "/examples/" + ApiDocument.escape(chance.of(examples))) + "/value");
        return odd ? odd(example) : example.toString().getBytes(UTF_8);
    }

    private byte[] odd(JsonNode example) {
        return switch (chance.below(10)) {
            case 0 -> chance.of(Weird.JSON).getBytes(UTF_8);
            case 1 -> chance.bytes(1 + chance.below(200));
            case 2 -> cut(example.toString().getBytes(UTF_8));
            case 3 -> flipped(example.toString().getBytes(UTF_8));
            case 4 -> twice(example).getBytes(UTF_8);
            case 5 -> ("\ufeff" + example).getBytes(chance.oneIn(2) ? UTF_8 : UTF_16);
            case 6 -> (example + chance.of(Weird.JSON)).getBytes(UTF_8);
            default -> punched(example);
        };
    }

    /** Some value replaced, or an unknown key added, by something odd. */
    private byte[] punched(JsonNode example) {
        JsonNode copy = example.deepCopy();
        List<Runnable> holes = new ArrayList<>();
        collect(copy, holes);
        chance.of(holes).run();
        return copy.toString().replace(HOLE, chance.of(Weird.JSON)).getBytes(UTF_8);
    }

    private void collect(JsonNode node, List<Runnable> holes) {
        JsonNode hole = Json.parse(HOLE);
        switch (node) {
            case ObjectNode object -> {
                holes.add(() -> object.set("zest", hole));
                for (String name : List.copyOf(object.propertyNames())) {
                    holes.add(() -> object.set(name, hole));
                    holes.add(() -> object.remove(name));
                    collect(object.path(name), holes);
                }
            }
            case ArrayNode array -> {
                holes.add(() -> array.add(hole));
                for (int i = 0; i < array.size(); i++) {
                    int at = i;
                    holes.add(() -> array.set(at, hole));
                    collect(array.path(i), holes);
                }
            }
            default -> {}
        }
    }

    private byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, chance.below(bytes.length));
    }

    private byte[] flipped(byte[] bytes) {
        bytes[chance.below(bytes.length)] ^= (byte) (1 << chance.below(8));
        return bytes;
    }

    /** The first key of the body, given again. */
    private static String twice(JsonNode example) {
        String text = example.toString();
        return example.isObject() && !example.isEmpty()
                ? text.substring(0, text.length() - 1) + "," + text.substring(1)
                : text + text;
    }
}
