package energy.amps.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the route of a request. A path matches a template segment by segment; a template's word wins over its id, so that
 * {@code /actions/{actionId}/cancel} could stand beside {@code /actions/{actionId}/{other}}.
 */
final class RouteTable {

    private static final int MAX_ID = 256;

    /** What a path and a method come to. */
    sealed interface Match {
        /**
         * A route.
         *
         * @param route which
         * @param ids the path's ids, decoded
         */
        record Found(Route route, Map<String, String> ids) implements Match {}

        /**
         * The path is one of ours, the method is not.
         *
         * @param template of the path
         * @param allowed the methods it has, sorted
         * @param open whether it could be asked for without a key
         */
        record WrongMethod(String template, List<String> allowed, boolean open) implements Match {}

        /** No such path. */
        record Unknown() implements Match {}
    }

    private static final class Node {
        private final Map<String, Node> words = new HashMap<>();
        private final Map<String, Route> byMethod = new LinkedHashMap<>();
        private Optional<Node> id = Optional.empty();
        private String idName = "";
    }

    private final Node root = new Node();

    RouteTable(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : route.segments()) {
            if (segment.startsWith("{")) {
                if (node.id.isEmpty()) {
                    node.id = Optional.of(new Node());
                    node.idName = segment.substring(1, segment.length() - 1);
                }
                node = node.id.get();
            } else {
                node = node.words.computeIfAbsent(segment, word -> new Node());
            }
        }
        if (node.byMethod.put(route.method(), route) != null) {
            throw new IllegalStateException("two routes for " + route.method() + " " + route.template());
        }
    }

    /**
     * Looks a request up.
     *
     * @param method in capitals
     * @param rawPath still percent-encoded, without query
     */
    Match match(String method, String rawPath) {
        if (!rawPath.startsWith("/")) {
            return new Match.Unknown();
        }
        Node node = root;
        Map<String, String> ids = new LinkedHashMap<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            Optional<String> segment = decoded(raw);
            if (segment.isEmpty()) {
                return new Match.Unknown();
            }
            Node word = node.words.get(segment.get());
            if (word != null) {
                node = word;
            } else if (node.id.isPresent()) {
                ids.put(node.idName, segment.get());
                node = node.id.get();
            } else {
                return new Match.Unknown();
            }
        }
        return found(node, method, ids);
    }

    private static Match found(Node node, String method, Map<String, String> ids) {
        if (node.byMethod.isEmpty()) {
            return new Match.Unknown();
        }
        Route route = node.byMethod.get(method);
        if (route != null) {
            return new Match.Found(route, ids);
        }
        Route any = node.byMethod.values().iterator().next();
        return new Match.WrongMethod(any.template(), List.copyOf(new TreeSet<>(node.byMethod.keySet())), any.isOpen());
    }

    /** A segment's text; empty when it is nothing that could be a word of ours or an id. */
    private static Optional<String> decoded(String raw) {
        if (isPlain(raw)) {
            return isSegment(raw) ? Optional.of(raw) : Optional.empty();
        }
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++, length++) {
            char c = raw.charAt(i);
            if (c == '%') {
                if (i + 2 >= raw.length()
                        || !HexFormat.isHexDigit(raw.charAt(i + 1))
                        || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
                    return Optional.empty();
                }
                bytes[length] = (byte) HexFormat.fromHexDigits(raw, i + 1, i + 3);
                i += 2;
            } else if (c < 128) {
                bytes[length] = (byte) c;
            } else {
                return Optional.empty();
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            return isSegment(text) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static boolean isSegment(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_ID
                && !text.equals(".")
                && !text.equals("..")
                && noControls(text);
    }

    /** Whether a segment stands for itself: nearly all do. */
    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) >= 128 || raw.charAt(i) == '%') {
                return false;
            }
        }
        return true;
    }

    private static boolean noControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
